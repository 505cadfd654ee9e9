import type { Environment } from '../../../settings/types';
import { shadowDaemon } from '../../daemons';
import { within } from '../selection';
import { copiesOf } from '../traffic';
import type { Panel } from './grafana';

/** Both daemons of a roll-out side by side, and what became of copied reads; nothing without a roll-out. */
export function colourPanels(env: Environment): Panel[] {
  if (!env.daemon.rollout) return [];
  const up: Panel = {
    title: 'Pods that answer, by colour',
    kind: 'timeseries',
    unit: 'short',
    queries: [
      {
        expr: `count by (colour, job) (bkg_cave_daemon_up{${within(env, 'cave-daemon')}} == 1)`,
        legend: '{{colour}} ({{job}})',
      },
    ],
  };
  const copies = shadowDaemon(env) ? copiesOf(env) : undefined;
  if (!copies) return [up];
  return [
    up,
    {
      title: 'Copied reads, by answer that nobody saw',
      kind: 'timeseries',
      unit: 'reqps',
      queries: [{ expr: copies.byClass('5m'), legend: '{{envoy_response_code_class}}xx' }],
    },
    {
      title: 'Latency of copied reads, 95 of 100',
      kind: 'timeseries',
      unit: 's',
      thresholds: { warning: env.monitoring.slo.latency.seconds },
      queries: [{ expr: copies.latencyP95('5m'), legend: 'p95' }],
    },
  ];
}
