import { nodeCheckName } from '../../cave-kernel/node-check';
import { isolationOf } from '../../cave-kernel/isolation';
import type { Environment } from '../../../pipeline/environment/types';
import { nodeAgents, sandboxPlace } from '../../places';
import { container } from '../saturation';
import { within } from '../selection';
import { sourcesOf } from '../sources';
import type { Alert, AlertGroup } from './alert';

/**
 * Are sandboxes still closed? The server tells nobody when bubblewrap fails: its call ends with 200 and an exit code. So
 * the pod asks itself, before it starts and every half minute, and Kubernetes tells the answer.
 */
export const isolation: AlertGroup = {
  subject: 'isolation',
  alerts: (env) => {
    if (!sourcesOf(env).has('kube-state-metrics') || !isolationOf(env).sandboxed) return [];
    return [...servers(env), ...nodes(env)];
  },
};

function servers(env: Environment): Alert[] {
  const place = sandboxPlace(env);
  const server = container(env, place);
  return [
    {
      name: 'SandboxIsolationDegraded',
      expr:
        `kube_pod_container_status_ready{${server}} == 0\n` +
        `and on (namespace, pod, container) kube_pod_container_status_running{${server}} == 1`,
      for: '5m',
      severity: 'critical',
      summary: '{{ $labels.pod }} runs, but no sandbox starts in it as it should',
      description:
        'Trial sandboxes of {{ $labels.pod }} fail, so its Service leaves it out. Tenants get errors, not plain processes.',
    },
    {
      name: 'SandboxNodeUnfit',
      expr:
        `kube_pod_init_container_status_waiting_reason{${within(env, place)},container="${nodeCheckName}",reason="CrashLoopBackOff"} > 0\n` +
        `or (kube_pod_container_status_last_terminated_exitcode{${server}} == 78\n` +
        `and on (namespace, pod, container) kube_pod_container_status_ready{${server}} == 0)`,
      for: '3m',
      severity: 'critical',
      summary: '{{ $labels.pod }} refuses its node',
      description:
        'The node of {{ $labels.pod }} lacks something that sandboxes need; the log of {{ $labels.container }} says what.',
    },
  ];
}

function nodes(env: Environment): Alert[] {
  const alerts: Alert[] = [
    {
      name: 'SandboxUnschedulable',
      expr: `kube_pod_status_unschedulable{${within(env, sandboxPlace(env))}} > 0`,
      for: '10m',
      severity: 'critical',
      summary: 'no node takes {{ $labels.pod }}',
      description:
        'No node with room has the labels that {{ $labels.pod }} asks for, the one of the node contract included.',
    },
  ];
  if (nodeAgents(env).length === 0) return alerts;
  return [
    ...alerts,
    {
      name: 'SandboxNodeUnprepared',
      expr: `kube_daemonset_status_number_unavailable{${within(env, 'cave-node')}} > 0`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $value }} nodes are not prepared for sandboxes',
      description: '{{ $labels.daemonset }} is not ready on them; its log says what the node lacks.',
    },
  ];
}
