import type { Environment } from '../../../settings/types';
import { shadowDaemon } from '../../daemons';
import { probeTargetsOf } from '../probes';
import { ours } from '../selection';
import { sourcesOf } from '../sources';
import { seriesOf, targetsOf } from '../targets';
import type { Alert, AlertGroup } from './alert';
import { clusterMetrics } from './cluster-metrics';

/** Does everything run that should run, and can it be seen? */
export const availability: AlertGroup = {
  subject: 'availability',
  alerts: (env) => [
    ...scraping(env),
    ...clusterMetrics(env),
    ...(sourcesOf(env).has('kube-state-metrics') ? workloads(env) : []),
  ],
};

function scraping(env: Environment): Alert[] {
  const targets = [...targetsOf(env), ...probeTargetsOf(env)];
  const jobs = targets.map(({ name }) => name).join('|');
  return [
    {
      name: 'TargetDown',
      expr: `up{job=~"${jobs}",${ours(env)}} == 0`,
      for: '5m',
      severity: 'warning',
      summary: '{{ $labels.job }} does not answer scrapes',
      description: '{{ $labels.instance }} in {{ $labels.namespace }} has not answered for five minutes.',
    },
    {
      name: 'TargetMissing',
      expr: targets.map((target) => `absent(up{${seriesOf(env, target)}})`).join('\nor '),
      for: '10m',
      severity: 'warning',
      summary: 'nothing is scraped as {{ $labels.job }}',
      description:
        'Prometheus finds nothing called {{ $labels.job }} in {{ $labels.namespace }}: no pod runs, or labels, port or ' +
        'permissions no longer fit. Every other alert on it is blind.',
    },
  ];
}

function workloads(env: Environment): Alert[] {
  const { restarts } = env.monitoring.thresholds;
  const inside = ours(env);
  const deployments = `${inside}${withoutShadow(env, 'deployment')}`;
  const containers = `${inside}${withoutShadow(env, 'container')}`;
  return [
    {
      name: 'WorkloadDown',
      expr:
        `kube_deployment_status_replicas_available{${deployments}} == 0 and kube_deployment_spec_replicas{${deployments}} > 0\n` +
        `or kube_statefulset_status_replicas_ready{${inside}} == 0 and kube_statefulset_replicas{${inside}} > 0`,
      for: '5m',
      severity: 'critical',
      summary: 'nothing of {{ $labels.deployment }}{{ $labels.statefulset }} is available',
      description: 'Every replica in {{ $labels.namespace }} has been missing or not ready for five minutes.',
    },
    {
      name: 'WorkloadDegraded',
      expr:
        `kube_deployment_spec_replicas{${deployments}} - kube_deployment_status_replicas_available{${deployments}} > 0\n` +
        `or kube_statefulset_replicas{${inside}} - kube_statefulset_status_replicas_ready{${inside}} > 0`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.deployment }}{{ $labels.statefulset }} lacks {{ $value }} replicas',
      description: 'In {{ $labels.namespace }}, fewer replicas than wanted have been ready for fifteen minutes.',
    },
    {
      name: 'PodRestarting',
      expr: `increase(kube_pod_container_status_restarts_total{${containers}}[15m]) >= ${restarts}`,
      for: '0m',
      severity: 'warning',
      summary: '{{ $labels.container }} keeps restarting',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} restarted {{ $value | humanize }} times in 15 minutes.',
    },
    {
      name: 'PodCrashLooping',
      // Between two crashes it runs for a moment, which would begin the wait anew.
      expr: `max_over_time(kube_pod_container_status_waiting_reason{${containers},reason="CrashLoopBackOff"}[5m]) >= 1`,
      for: '10m',
      severity: 'critical',
      summary: '{{ $labels.container }} crashes again and again',
      description: '{{ $labels.pod }} in {{ $labels.namespace }} ends soon after every start, for ten minutes now.',
    },
    {
      name: 'PodCannotStart',
      expr:
        `kube_pod_container_status_waiting_reason{${containers},` +
        'reason!~"ContainerCreating|CrashLoopBackOff|PodInitializing"} > 0',
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.container }} cannot start: {{ $labels.reason }}',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} waits with {{ $labels.reason }}. An image, a Secret or a ' +
        'seccomp profile that is not on the node are the usual causes.',
    },
  ];
}

/** A daemon that only gets copies of reads serves nobody; what becomes of it is the verdict's to say, and wakes no one. */
function withoutShadow(env: Environment, label: 'deployment' | 'container'): string {
  const shadow = shadowDaemon(env);
  return shadow ? `,${label}!="${shadow.name}"` : '';
}
