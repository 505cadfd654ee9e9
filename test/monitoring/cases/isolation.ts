import { nodeCheckName } from '../../../charts/cave-kernel/node-check';
import { namespaceOf, sandboxPlace } from '../../../charts/places';
import { type CaseTable, containerOf, series } from '../alert-case';

/** Are sandboxes still closed, and do nodes take them? */
export const isolation: CaseTable = (env) => {
  const container = containerOf(env, sandboxPlace(env));
  const { namespace, pod } = container;
  const status = (metric: string) => series(`kube_pod_container_status_${metric}`, container);
  const check = { namespace, pod, container: nodeCheckName, reason: 'CrashLoopBackOff' };
  const agent = { namespace: namespaceOf(env, 'cave-node'), daemonset: 'profile-installer' };
  const installer = { namespace: agent.namespace, pod: 'profile-installer-x', container: 'profile-installer' };
  const verdict = series('kube_pod_container_status_last_terminated_exitcode', installer);
  const unavailable = series('kube_daemonset_status_number_unavailable', agent);
  const unschedulable = series('kube_pod_status_unschedulable', { namespace, pod });
  return {
    SandboxIsolationDegraded: {
      fires: { given: { [status('ready')]: '0x9', [status('running')]: '1x9' }, at: '6m', labels: [container] },
      quiet: { given: { [status('ready')]: '0x9', [status('running')]: '0x9' }, at: '6m', because: 'it does not run' },
    },
    SandboxNodeUnfit: {
      fires: {
        given: { [series('kube_pod_init_container_status_waiting_reason', check)]: '1x9' },
        at: '4m',
        labels: [check],
      },
      quiet: {
        given: { [status('last_terminated_exitcode')]: '78x9', [status('ready')]: '1x9' },
        at: '4m',
        because: 'it refused once and is ready now',
      },
    },
    SandboxUnschedulable: {
      fires: { given: { [unschedulable]: '1x20' }, at: '11m', labels: [{ namespace, pod }] },
      quiet: { given: { [unschedulable]: '1x5 stale' }, at: '11m', because: 'a node was added' },
    },
    SandboxNodeUnprepared: {
      fires: { given: { [verdict]: '78x20' }, at: '16m', labels: [installer] },
      quiet: { given: { [verdict]: '78x5 0x14', [unavailable]: '0x20' }, at: '16m', because: 'the node was put right' },
    },
    SandboxNodeAgentUnavailable: {
      fires: { given: { [unavailable]: '2x20' }, at: '16m', labels: [agent], shown: '2' },
      quiet: { given: { [unavailable]: '2x5 0x14' }, at: '16m', because: 'two nodes were new' },
    },
  };
};
