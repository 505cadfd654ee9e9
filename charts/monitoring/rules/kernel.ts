import { sandboxShare } from '../../cave-kernel/together';
import { sandboxPlace } from '../../places';
import { container, cpuShare, memoryShare, saturationRecordings, seesContainers } from '../saturation';
import type { AlertGroup } from './alert';

/** Is there room for sandboxes? Only the pod as a whole can be measured; no metric exists per sandbox. */
export const kernel: AlertGroup = {
  subject: 'kernel',
  recordings: saturationRecordings,
  alerts: (env) => {
    if (!seesContainers(env)) return [];
    const place = sandboxPlace(env);
    // Sandboxes get no more long before the pod has used all it may: the rest is the server's.
    const share = sandboxShare(env);
    const threshold = (whole: number) => Math.round(1000 * env.monitoring.thresholds.saturation * whole) / 1000;
    const inside = container(env, place);
    return [
      {
        name: 'SandboxMemoryHigh',
        expr: `${memoryShare(env, place)} > ${threshold(share.memory)}`,
        for: '10m',
        severity: 'warning',
        summary: 'sandboxes and server use {{ $value | humanizePercentage }} of the memory of their pod',
        description:
          'When the sandboxes of {{ $labels.pod }} reach their limit, the kernel kills one of them; without cgroups, all with the server.',
      },
      {
        name: 'SandboxCpuHigh',
        expr: `${cpuShare(env, place)} > ${threshold(share.cpu)}`,
        for: '15m',
        severity: 'warning',
        summary: 'sandboxes and server use {{ $value | humanizePercentage }} of the CPU of their pod',
        description: 'Code in {{ $labels.pod }} is slowed down; calls near their time limit start to fail.',
      },
      {
        name: 'SandboxServerKilled',
        expr:
          `increase(kube_pod_container_status_restarts_total{${inside}}[15m]) > 0\n` +
          'and on (namespace, pod, container) ' +
          `kube_pod_container_status_last_terminated_reason{${inside},reason="OOMKilled"} > 0`,
        for: '0m',
        severity: 'critical',
        summary: '{{ $labels.pod }} ran out of memory',
        description:
          'Every running sandbox is lost; the database still calls them running until they are started again.',
      },
    ];
  },
};
