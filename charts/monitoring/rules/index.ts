import type { Construct } from 'constructs';
import type { PrometheusRule } from '../../../imports';
import type { Environment } from '../../../pipeline/environment/types';
import { customResource } from '../../constructs/custom-resource';
import { selectorLabels } from '../selection';
import { type Alert, type AlertGroup, runbookUrl } from './alert';
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
import { rotation } from './rotation';
import { storage } from './storage';
import { telemetry } from './telemetry';

/** Every group of alerts. Adding one is a file and a line here, and a page in docs/runbooks. */
export const alertGroups: readonly AlertGroup[] = [
  availability,
  latency,
  daemon,
  kernel,
  isolation,
  database,
  storage,
  jobs,
  rotation,
  telemetry,
  monitoringItself,
  certificates,
  delivery,
  promised,
];

/** One PrometheusRule per subject that has alerts in this environment. */
export function addRules(scope: Construct, env: Environment): void {
  for (const { subject, alerts } of alertGroups) {
    const rules = alerts(env).map((alert) => rule(env, subject, alert));
    if (rules.length === 0) continue;
    customResource<PrometheusRule>(scope, `rules-${subject}`, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: subject, labels: selectorLabels(env) },
      spec: { groups: [{ name: `bkg-${subject}`, rules }] },
    });
  }
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
