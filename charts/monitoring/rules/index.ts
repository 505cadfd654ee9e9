import type { Construct } from 'constructs';
import type { PrometheusRule } from '../../../imports';
import type { Environment } from '../../../settings/types';
import { customResource } from '../../constructs/custom-resource';
import { selectorLabels } from '../selection';
import { type Alert, type AlertGroup, type Recording, runbookUrl } from './alert';
import { availability } from './availability';
import { certificates } from './certificates';
import { daemon } from './daemon';
import { database } from './database';
import { delivery } from './delivery';
import { isolation } from './isolation';
import { jobs } from './jobs';
import { kernel } from './kernel';
import { latency } from './latency';
import { monitoringItself } from './monitoring-itself';
import { promised } from './promised';
import { quotas } from './quotas';
import { reachability } from './reachability';
import { recovery } from './recovery';
import { secrets } from './secrets';
import { storage } from './storage';
import { telemetry } from './telemetry';

/** Every group of alerts. Adding one is a file and a line here, and a page in docs/runbooks. */
export const alertGroups: readonly AlertGroup[] = [
  availability,
  reachability,
  latency,
  daemon,
  kernel,
  isolation,
  database,
  storage,
  quotas,
  secrets,
  jobs,
  recovery,
  telemetry,
  monitoringItself,
  certificates,
  delivery,
  promised,
];

/** One PrometheusRule per subject that has alerts in this environment. */
export function addRules(scope: Construct, env: Environment): void {
  for (const { subject, alerts, recordings } of alertGroups) {
    const rules = [
      ...(recordings?.(env) ?? []).map((one) => recording(env, one)),
      ...alerts(env).map((alert) => rule(env, subject, alert)),
    ];
    if (rules.length === 0) continue;
    customResource<PrometheusRule>(scope, `rules-${subject}`, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: subject, labels: selectorLabels(env) },
      spec: { groups: [{ name: `bkg-${subject}`, rules }] },
    });
  }
}

function recording(env: Environment, { record, expr }: Recording) {
  return { record, expr, labels: { environment: env.name } };
}

function rule(env: Environment, subject: string, alert: Alert) {
  const { name, expr, severity, summary, description } = alert;
  return {
    alert: name,
    expr,
    for: alert.for,
    labels: { severity, subject, environment: env.name },
    annotations: { summary, description, runbook_url: runbookUrl(env, subject, name) },
  };
}
