import type { Environment } from '../../../settings/types';
import { sandboxPlace } from '../../places';
import { container, cpuShare, memoryShare, seesContainers } from '../saturation';
import type { Row } from './grafana';

/** How much room sandboxes have. No metric exists per sandbox, so this is the pod that holds them. */
export function sandboxRows(env: Environment): Row[] {
  if (!seesContainers(env)) return [];
  const place = sandboxPlace(env);
  const inside = container(env, place);
  const { saturation } = env.monitoring.thresholds;
  const { plannedSandboxes, sandbox } = env.kernel;
  return [
    {
      title: `Room for ${plannedSandboxes} sandboxes of ${sandbox.cpuMillis}m CPU and ${sandbox.memoryMiB} MiB`,
      panels: [
        {
          title: 'CPU of its limit',
          kind: 'timeseries',
          unit: 'percentunit',
          thresholds: { warning: saturation },
          queries: [{ expr: cpuShare(env, place), legend: '{{pod}}' }],
        },
        {
          title: 'Memory of its limit',
          kind: 'timeseries',
          unit: 'percentunit',
          thresholds: { warning: saturation },
          queries: [{ expr: memoryShare(env, place), legend: '{{pod}}' }],
        },
        {
          title: 'CPU periods slowed down',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{${inside}}[5m]))
  / sum by (pod) (rate(container_cpu_cfs_periods_total{${inside}}[5m]))`,
              legend: '{{pod}}',
            },
          ],
        },
      ],
    },
  ];
}
