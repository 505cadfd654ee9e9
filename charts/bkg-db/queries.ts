import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { KubeConfigMap } from '../constructs/k8s';

/** ConfigMap and file with what the metrics endpoint of the database asks besides its own questions. */
export const queriesRef = { name: 'bkg-db-queries', key: 'queries.yaml' };

/** Adds the questions; CloudNativePG reads a ConfigMap with this label again when it changes. */
export function addQueries(scope: Construct, env: Environment): void {
  new KubeConfigMap(scope, 'queries', {
    metadata: {
      name: queriesRef.name,
      labels: env.database.mode === 'operator' ? { 'cnpg.io/reload': '' } : undefined,
    },
    data: { [queriesRef.key]: queries(env) },
  });
}

/**
 * The results of our periodic checks as metrics, in the format that CloudNativePG shares with postgres-exporter: the
 * first calls them `cnpg_bkg_check_problems` and `…_timestamp_seconds`, the other leaves out `cnpg_`.
 */
export function queries({ database }: Environment): string {
  const target = database.mode === 'operator' ? `\n  target_databases: [${database.name}]` : '';
  return `bkg_check:
  query: select name as "check", problems, extract(epoch from checked_at) as timestamp_seconds from bkg.checks${target}
  metrics:
    - check:
        usage: LABEL
        description: what was checked
    - problems:
        usage: GAUGE
        description: how many problems the last check found
    - timestamp_seconds:
        usage: GAUGE
        description: when the last check ran
`;
}
