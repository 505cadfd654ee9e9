import type { Environment } from '../../../settings/types';
import { copies, drills, type Proof } from '../recovery-parts';
import { ageSeconds } from '../rules/recovery';
import { sourcesOf } from '../sources';
import type { Panel, Row } from './grafana';

/** The last good copy and the last proven restore of each part. */
export function recoveryRows(env: Environment): Row[] {
  if (!sourcesOf(env).has('kube-state-metrics')) return [];
  return [
    { title: 'Last good copy', panels: copies(env).map((proof) => age(env, proof)) },
    { title: 'Last proof', panels: drills(env).map((proof) => age(env, proof)) },
  ];
}

function age(env: Environment, { part, cronJob, maxAgeSeconds }: Proof): Panel {
  return {
    title: `${part}: ${cronJob}`,
    description: 'Time since its last good run; where there was none, since it was made.',
    kind: 'stat',
    unit: 's',
    thresholds: { critical: maxAgeSeconds },
    queries: [{ expr: ageSeconds(env, cronJob) }],
  };
}
