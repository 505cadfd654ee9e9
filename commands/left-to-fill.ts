import { at, type FieldPath } from '../kubernetes/access';
import type { Environment } from '../settings/types';

/** What a new environment still has from the one it was made from, and a person has to look at. */
export interface Left {
  readonly path: FieldPath;
  readonly what: string;
}

/** Fields of any environment that a copy may be wrong about, in the order in which people fill them in. */
const doubtful: readonly (readonly [field: string, what: (source: string) => string])[] = [
  [
    'cluster.apiServer.cidrs',
    (source) =>
      `the cluster of ${source}, as everything below cluster, the Gateway or ingress, and storage classes; change them for another cluster`,
  ],
  ['domains.api', () => 'the three hosts need DNS records, and certificates from the issuer or the gateway'],
  ['route.adminAllowList', (source) => `who may open the admin host of ${source}`],
  ['database.managed.host', () => 'a guess; put in what the provider says, and database.managed.cidrs'],
  ['adminUi.image', (source) => `built for the hosts of ${source}; build it for domains.admin`],
  ['webApp.image', (source) => `built for the hosts of ${source}; build it for domains.app`],
  ['telemetry.backends', (source) => `the telemetry backends of ${source}`],
  ['objectStorage.external', () => 'the three buckets have to be made, audit with object lock'],
  ['secrets.aws.roleArnPrefix', () => 'the IAM roles have to be made'],
  ['monitoring.alertmanager.webhook', (source) => `the on-call system of ${source}`],
  ['monitoring.probes.publicCidrs', (source) => `the public addresses of ${source}`],
];

/** Those of them that the environment has. */
export function leftToFill(env: Environment, source: string): Left[] {
  return doubtful
    .map(([field, what]) => ({ path: field.split('.'), what: what(source) }))
    .filter(({ path }) => isSaid(at(env, path)));
}

function isSaid(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}
