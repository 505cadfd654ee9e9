import { installerName, unfitExitCode } from '../../cave-node/profile-installer';
import { nodeCheckName } from '../../cave-kernel/node-check';
import { isolationOf } from '../../cave-kernel/isolation';
import type { Environment } from '../../../settings/types';
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
  const agents = nodeAgents(env);
  if (agents.includes('profile-installer')) alerts.push(unprepared(env));
  return agents.length > 0 ? [...alerts, agentDown(env)] : alerts;
}

/** The installer is ready on unfit nodes too, because roll-outs wait for it; what it found is its last exit code. */
function unprepared(env: Environment): Alert {
  const installer = `${within(env, 'cave-node')},container="${installerName}"`;
  return {
    name: 'SandboxNodeUnprepared',
    expr: `kube_pod_container_status_last_terminated_exitcode{${installer}} == ${unfitExitCode}`,
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.pod }} finds its node unfit for sandboxes',
    description:
      'The node of {{ $labels.pod }} carries no label, so no sandbox runs on it; the log says what it lacks.',
  };
}

function agentDown(env: Environment): Alert {
  return {
    name: 'SandboxNodeAgentUnavailable',
    expr: `kube_daemonset_status_number_unavailable{${within(env, 'cave-node')}} > 0`,
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.daemonset }} does not work on {{ $value }} nodes',
    description: 'They are not ready, or {{ $labels.daemonset }} cannot do its work there; new roll-outs wait for it.',
  };
}
