import type { Environment } from '../../../settings/types';
import { sandboxPlace } from '../../places';
import { memoryShare, seesContainers } from '../saturation';
import { noneSays, seriesOf } from '../targets';
import type { Alert, AlertGroup } from './alert';

/** Does cave-daemon serve? Its `/healthz` is constant, so absence of its one metric is the best sign there is. */
export const daemon: AlertGroup = {
  subject: 'daemon',
  alerts: (env) => [
    {
      name: 'CaveDaemonDown',
      expr: noneSays('bkg_cave_daemon_up', seriesOf(env, { name: 'cave-daemon', place: 'cave-daemon' })),
      for: '2m',
      severity: 'critical',
      summary: 'no cave-daemon answers',
      description: 'No pod of cave-daemon has served /metrics for two minutes, so nobody can use the API.',
    },
    ...memory(env),
  ],
};

/** With an embedded kernel the sandbox alerts watch the same container. */
function memory(env: Environment): Alert[] {
  if (!seesContainers(env) || sandboxPlace(env) === 'cave-daemon') return [];
  return [
    {
      name: 'CaveDaemonMemoryHigh',
      expr: `${memoryShare(env, 'cave-daemon')} > ${env.monitoring.thresholds.saturation}`,
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory',
      description:
        'The daemon buffers the whole output of every running exec; at its limit it is killed with all calls.',
    },
  ];
}
