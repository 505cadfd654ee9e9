import type { Environment } from '../../../settings/types';
import { ours, recorded } from '../selection';
import { sourcesOf } from '../sources';
import type { Alert, AlertGroup, Recording } from './alert';

/** Do volumes have room? The disk limit of a sandbox is enforced by nothing, so its volume is what can fill. */
export const storage: AlertGroup = {
  subject: 'storage',
  recordings: volumeRecordings,
  alerts: (env) => {
    const sources = sourcesOf(env);
    const inside = ours(env);
    const { saturation } = env.monitoring.thresholds;
    const volumes: Alert[] = [
      {
        name: 'VolumeAlmostFull',
        expr: `${volumeShare(env)} > ${saturation}`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full',
        description: 'The volume belongs to {{ $labels.namespace }}.',
      },
      {
        name: 'VolumeFullSoon',
        expr:
          `predict_linear(kubelet_volume_stats_used_bytes{${inside}}[6h], 24 * 3600) > kubelet_volume_stats_capacity_bytes{${inside}}\n` +
          `and on (namespace, persistentvolumeclaim) ${volumeShare(env)} > 0.5`,
        for: '1h',
        severity: 'warning',
        summary: '{{ $labels.persistentvolumeclaim }} will be full within a day',
        description:
          'At the pace of the last six hours the volume in {{ $labels.namespace }} does not last until tomorrow.',
      },
      {
        name: 'VolumeInodesAlmostGone',
        expr: `kubelet_volume_stats_inodes_used{${inside}} / kubelet_volume_stats_inodes{${inside}} > ${saturation}`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.persistentvolumeclaim }} runs out of inodes',
        description: 'The volume in {{ $labels.namespace }} holds too many small files; there is room but no new file.',
      },
    ];
    const claims: Alert[] = [
      {
        name: 'VolumeClaimPending',
        expr: `kube_persistentvolumeclaim_status_phase{${inside},phase=~"Pending|Lost"} == 1`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.persistentvolumeclaim }} has no volume',
        description: 'The claim in {{ $labels.namespace }} is {{ $labels.phase }}; its pod cannot start.',
      },
    ];
    return [...(sources.has('kubelet') ? volumes : []), ...(sources.has('kube-state-metrics') ? claims : [])];
  },
};

/** Share of each volume that is in use. */
export function volumeShare(env: Environment, matchers?: string): string {
  return recorded(env, 'volume:used:ratio', matchers);
}

function volumeRecordings(env: Environment): Recording[] {
  if (!sourcesOf(env).has('kubelet')) return [];
  const by = (metric: string) => `max by (namespace, persistentvolumeclaim) (${metric}{${ours(env)}})`;
  return [
    {
      record: 'volume:used:ratio',
      expr: `${by('kubelet_volume_stats_used_bytes')}\n  / ${by('kubelet_volume_stats_capacity_bytes')}`,
    },
  ];
}
