import { render } from '../../charts';
import type { Manifest } from '../../charts/component';
import { publishedFiles } from '../../commands/publish';
import { planOf, type Side } from '../../pipeline/plan';
import { environmentsOf } from '../../pipeline/plan/source/environments';
import { filesOf } from '../../pipeline/plan/source/files';
import { type Folder, layOut } from '../../pipeline/publish/tree/layout';
import type { Environment } from '../../settings/types';
import type { Item, Tree } from '../rehearsal/cluster';
import { engines, rehearse, treeOf } from '../rehearsal/rehearse';
import { environment } from '../support/environments';
import { draining, nextImage } from '../support/rollout';
import { variants } from '../support/variants';

const both = (env: Environment): Environment => ({
  ...env,
  delivery: { ...env.delivery, engines: ['argocd', 'flux'] },
});
const before = both(variants['kernel-embedded'].env);
const released = (env: Environment): Environment => ({ ...env, daemon: { ...env.daemon, image: nextImage } });
/** As docs/runbooks/daemon-rollout.md says: drained and replaced by one change, open again by the next. */
const steps = [before, released(both(draining())), released(before)];
const trees = steps.map(treeOf) as [Tree, Tree, Tree];

const isWait = ({ key }: Item) => key.includes('Job bkg-bkg-db/daemon-drain-');
const isDaemon = ({ key }: Item) => key.endsWith('Deployment bkg-cave-daemon/cave-daemon');
const imageOf = (items: readonly Item[]) => JSON.stringify(items.find(isDaemon)?.manifest).includes(nextImage);

test.each(engines)('by %s the daemon is replaced after the wait, and nothing is left of it', (engine) => {
  const { outcomes, cluster } = rehearse(engine, trees);
  expect(outcomes).toEqual(['done', 'done', 'done']);
  expect(cluster.items.map(({ key }) => key).sort()).toEqual(trees[2].items.map(({ key }) => key).sort());
  expect(imageOf(cluster.items)).toBe(true);
});

test.each(engines)('by %s the daemon stays as it is while the wait goes on, and goes on without it', (engine) => {
  const failing = new Set(trees[1].items.filter(isWait).map(({ key }) => key));
  expect(failing.size).toBe(1);
  const stopped = rehearse(engine, trees.slice(0, 2), { failing });
  expect(stopped.outcomes).toEqual(['done', 'failed']);
  expect(imageOf(stopped.cluster.items)).toBe(false);
  const { outcomes, cluster } = rehearse(engine, trees, { failing });
  expect([outcomes.at(-1), imageOf(cluster.items)]).toEqual(['done', true]);
});

test('whatever replaces the pods of the daemon is waited for, and nothing else', () => {
  const drained = draining();
  const waits = (env: Environment) => treeOf(env).items.find(isWait)?.key;
  expect(waits(released(drained))).not.toBe(waits(drained));
  expect(waits({ ...drained, telemetry: { ...drained.telemetry, sampling: 0.07 } })).not.toBe(waits(drained));
  expect(waits({ ...drained, webApp: { ...drained.webApp, replicas: 7 } })).toBe(waits(drained));
});

test('a restore stops the daemon anyway', () => {
  const restoring = environment('production', { database: { restore: { at: '2026-01-31T12:00:00Z' } } });
  const { daemon } = draining();
  const objects = render({ ...restoring, kernel: before.kernel, daemon }).flatMap(({ manifests }) => manifests);
  expect(objects.filter(({ metadata }: Manifest) => metadata.name.startsWith('daemon-drain'))).toEqual([]);
});

function sideOf(env: Environment): Side {
  const all = render(env) as readonly Folder[];
  const texts = publishedFiles([{ environment: env, folders: all, files: layOut(env.name, all) }]);
  const files = filesOf(texts.map(({ path: file, text }) => ({ path: file, text })));
  return { title: 'gitops', environments: environmentsOf(files, 'gitops') };
}

test('the plan says what becomes of requests, and which step it is', () => {
  const sides = steps.map(sideOf) as [Side, Side, Side];
  const said = (from: Side, to: Side) => {
    const result = planOf(from, to);
    const changes = 'comparisons' in result ? result.comparisons.flatMap(({ plan }) => plan.changes) : [];
    const about = changes.filter(({ object }) => object.kind === 'HTTPRoute' && object.name === 'daemon-drain');
    return about.flatMap(({ risk, reasons }) => [risk, ...reasons]);
  };
  const hosts = ['admin', 'api', 'app'].map((host) => `"${host}.bkg.example/api/v1/sandboxes" exactly for POST`);
  const own = 'the gateway itself, HTTPRouteFilter "daemon-drain"';
  const forward = said(sides[0], sides[1]);
  expect(forward[0]).toBe('disruptive');
  expect(forward).toEqual(
    expect.arrayContaining([
      ...hosts.map((host) => `${host} is answered by ${own} instead of Service "cave-daemon"`),
      'now: new sandboxes are refused; the daemon is replaced once none runs, or after 1680 s; next: without daemon.drain, once the new daemon is ready (docs/runbooks/daemon-rollout.md)',
    ]),
  );
  const back = said(sides[1], sides[2]);
  expect(back[0]).toBe('safe');
  expect(back).toEqual(
    expect.arrayContaining(hosts.map((host) => `${host} is answered by Service "cave-daemon" instead of ${own}`)),
  );
});
