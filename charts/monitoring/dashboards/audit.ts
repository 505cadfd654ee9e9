import type { Environment } from '../../../settings/types';
import { sandboxPlace } from '../../places';
import { secretsNotSynced } from '../secret-sync';
import { recorded, within } from '../selection';
import { sourcesOf } from '../sources';
import type { Panel, Row } from './grafana';

/** Whether the audit log leaves the node, has room, and whether keys and other secrets arrive. */
export function auditRows(env: Environment): Row[] {
  const sources = sourcesOf(env);
  if (!env.kernel.audit.enabled) return [];
  return [
    { title: 'Shipping', panels: sources.has('kube-state-metrics') ? shipping(env) : [] },
    { title: 'Room for the log', panels: sources.has('kubelet') ? room(env) : [] },
    { title: 'Secrets', panels: sources.has('external-secrets') ? secrets(env) : [] },
  ];
}

function shipping(env: Environment): Panel[] {
  const inside = within(env, sandboxPlace(env));
  const runs = `kube_job_owner{${inside},owner_kind="CronJob",owner_name="audit-shipper"}`;
  return [
    {
      title: 'Time since the log was shipped',
      kind: 'stat',
      unit: 's',
      thresholds: { critical: 2 * 3600 },
      queries: [{ expr: `time() - max(kube_cronjob_status_last_successful_time{${inside},cronjob="audit-shipper"})` }],
    },
    {
      title: 'Runs that failed, of those kept',
      kind: 'stat',
      unit: 'short',
      thresholds: { warning: 1 },
      queries: [
        {
          expr:
            `sum(kube_job_failed{${inside},condition="true"} and on (namespace, job_name) ${runs})\n` +
            '  or vector(0)',
        },
      ],
    },
  ];
}

function room(env: Environment): Panel[] {
  return [
    {
      title: 'Volume of the log',
      description: 'When it is full, the server writes a warning instead of an audit line.',
      kind: 'timeseries',
      unit: 'percentunit',
      thresholds: { warning: env.monitoring.thresholds.saturation },
      queries: [
        {
          expr: recorded(
            env,
            'volume:used:ratio',
            `${within(env, sandboxPlace(env))},persistentvolumeclaim="audit-log"`,
          ),
          legend: '{{persistentvolumeclaim}}',
        },
      ],
    },
  ];
}

function secrets(env: Environment): Panel[] {
  return [
    {
      title: 'Secrets that are not refreshed',
      kind: 'timeseries',
      unit: 'short',
      thresholds: { critical: 1 },
      queries: [
        {
          expr: secretsNotSynced(env),
          legend: '{{namespace}}/{{name}}',
        },
      ],
    },
  ];
}
