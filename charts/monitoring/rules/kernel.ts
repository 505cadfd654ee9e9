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
    const { saturation } = env.monitoring.thresholds;
    const inside = container(env, place);
    return [
      {
        name: 'SandboxMemoryHigh',
        expr: `${memoryShare(env, place)} > ${saturation}`,
        for: '10m',
        severity: 'warning',
        summary: 'sandboxes use {{ $value | humanizePercentage }} of their memory',
        description:
          'When {{ $labels.pod }} reaches its limit, the kernel kills a sandbox or the server with all of them.',
      },
      {
        name: 'SandboxCpuHigh',
        expr: `${cpuShare(env, place)} > ${saturation}`,
        for: '15m',
        severity: 'warning',
        summary: 'sandboxes use {{ $value | humanizePercentage }} of their CPU',
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
