import type { Construct } from 'constructs';
import type { Environment } from '../../../settings/types';
import { KubeConfigMap } from '../../constructs/k8s';
import { namespacesOf } from '../selection';
import { auditRows } from './audit';
import { daemonRows } from './daemon';
import { databaseRows } from './database';
import { deliveryRows } from './delivery';
import { dashboardJson, type Row } from './grafana';
import { platformRows } from './platform';
import { recoveryRows } from './recovery';
import { sandboxRows } from './sandboxes';
import { telemetryRows } from './telemetry';

/** A page of Grafana. */
interface Dashboard {
  readonly name: string;
  readonly title: string;
  readonly rows: (env: Environment) => readonly Row[];
}

const dashboards: readonly Dashboard[] = [
  { name: 'platform', title: 'platform', rows: platformRows },
  { name: 'daemon', title: 'API', rows: daemonRows },
  { name: 'sandboxes', title: 'sandboxes', rows: sandboxRows },
  { name: 'database', title: 'database', rows: databaseRows },
  { name: 'delivery', title: 'delivery', rows: deliveryRows },
  { name: 'audit', title: 'audit', rows: auditRows },
  { name: 'recovery', title: 'recovery', rows: recoveryRows },
  { name: 'telemetry', title: 'telemetry', rows: telemetryRows },
];

/**
 * One ConfigMap per dashboard, in the form that Grafana's sidecar looks for. Panels without a source in this
 * environment are left out, and a dashboard without panels as well.
 */
export function addDashboards(scope: Construct, env: Environment): void {
  for (const { name, title, rows } of dashboards) {
    const filled = rows(env).filter(({ panels }) => panels.length > 0);
    if (filled.length === 0) continue;
    const uid = `bkg-${env.name}-${name}`;
    const page = { uid, title: `BKG ${env.name}: ${title}`, rows: filled, namespaces: namespacesOf(env) };
    new KubeConfigMap(scope, `dashboard-${name}`, {
      metadata: { name: `dashboard-${name}`, labels: { grafana_dashboard: '1' } },
      // Grafana keeps links to a dashboard by its uid; several environments may share one Grafana.
      data: { [`${uid}.json`]: dashboardJson(page) },
    });
  }
}
