import { copies, drills } from '../../charts/monitoring/recovery-parts';
import { environment, manifests } from '../support/environments';
import { variants } from '../support/variants';

test.each([
  ['production', environment('production')],
  ['staging with copies of its store', variants.recovery.env],
])('%s: alerts ask for CronJobs that are there; one that is not would look well for ever', (_, env) => {
  const asked = [...copies(env), ...drills(env)].map(({ cronJob }) => cronJob);
  const rendered = manifests(env).flatMap(({ kind, metadata }) => (kind === 'CronJob' ? [metadata.name] : []));
  expect(asked.length).toBeGreaterThan(2);
  expect(asked.filter((name) => !rendered.includes(name))).toEqual([]);
});
