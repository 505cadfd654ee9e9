import { render } from '../../charts';
import type { Manifest } from '../../charts/component';
import { publishedFiles } from '../../commands/publish';
import { at, mapOf } from '../../kubernetes/access';
import { planOf, type Side } from '../../pipeline/plan';
import { environmentsOf } from '../../pipeline/plan/source/environments';
import { filesOf } from '../../pipeline/plan/source/files';
import { type Folder, layOut } from '../../pipeline/publish/tree/layout';
import type { Environment } from '../../settings/types';
import type { Item, Tree } from '../rehearsal/cluster';
import { engines, rehearse, treeOf } from '../rehearsal/rehearse';
import { environment } from '../support/environments';
import { type RolloutStep, rolloutStep, rolloutSteps } from '../support/rollout';

const names = Object.keys(rolloutSteps) as RolloutStep[];
const delivered = (env: Environment): Environment => {
  return { ...env, delivery: { ...env.delivery, engines: ['argocd', 'flux'] } };
};
const environments = [environment('production'), ...names.map((step) => rolloutStep(step))].map(delivered);
const titles = ['without', ...names];
/** Every step forward and the same way back. */
const there = environments.map((_, index) => index);
const way = [...there, ...there.slice(0, -1).reverse()];

describe('a roll-out, forward and back', () => {
  const trees = environments.map((env) => treeOf(env));
  const commits = way.map((index) => trees[index] as Tree);

  test.each(engines)('by %s ends as Git says, step by step', (engine) => {
    const { outcomes, violations, cluster } = rehearse(engine, commits);
    expect({ outcomes, violations }).toEqual({ outcomes: commits.map(() => 'done'), violations: [] });
    const keys = (items: readonly Item[]) => items.map(({ key }) => key).sort();
    expect(keys(cluster.items)).toEqual(keys(trees[0]?.items ?? []));
  });

  test.each(engines)('by %s has a daemon for callers at every moment, and one that may write', (engine) => {
    const missing: string[] = [];
    let before: readonly Manifest[] = trees[0]?.items.map(({ manifest }) => manifest) ?? [];
    for (const [index, tree] of commits.entries()) {
      const { cluster } = rehearse(engine, commits.slice(0, index + 1));
      const live = cluster.items.map(({ manifest }) => manifest);
      // An engine may have applied the Service and nothing else, or everything else: callers find pods either way.
      for (const [services, pods] of [
        [live, before],
        [before, live],
        [live, live],
      ] as const) {
        if (answering(services, pods) !== 1) missing.push(`${titles[way[index] ?? 0]} of commit ${index}`);
      }
      before = tree.items.map(({ manifest }) => manifest);
    }
    expect(missing).toEqual([]);
  });

  test('that check sees callers who are moved in the same change as the role', () => {
    const objects = (step: string) => trees[titles.indexOf(step)]?.items.map(({ manifest }) => manifest) ?? [];
    expect(answering(objects('switched'), objects('shadow'))).toBe(0);
    expect(answering(objects('switched'), objects('ready'))).toBe(1);
  });

  test.each(['argocd', 'flux'] as const)('green that never becomes ready by %s is gone after going back', (engine) => {
    const [from, to] = [trees[titles.indexOf('one')], trees[titles.indexOf('beside')]] as [Tree, Tree];
    const green = to.items.filter(({ key }) => key.endsWith('Deployment bkg-cave-daemon/cave-daemon-green'));
    const failing = new Set(green.map(({ key }) => key));
    expect(failing.size).toBe(1);
    const stopped = rehearse(engine, [from, to], { failing });
    expect(stopped.outcomes).toEqual(['done', 'failed']);
    const live = stopped.cluster.items.map(({ manifest }) => manifest);
    expect(answering(live, live)).toBe(1);
    const { outcomes, cluster } = rehearse(engine, [from, to, from], { failing });
    expect(outcomes).toEqual(['done', 'failed', 'done']);
    expect(cluster.items.map(({ key }) => key).sort()).toEqual(from.items.map(({ key }) => key).sort());
  });

  const jobs = (index: number) =>
    trees[index]?.items.filter(({ component, manifest }) => component === 'checks' && manifest.kind === 'Job') ?? [];

  test.each(
    there
      .slice(1)
      .flatMap((index) => (['argocd', 'flux'] as const).map((engine) => [titles[index], engine, index] as const)),
  )('a check that fails in step %s by %s is healed by going back', (_, engine, index) => {
    const [from, to] = [trees[index - 1], trees[index]] as [Tree, Tree];
    const failing = new Set(jobs(index).map(({ key }) => key));
    expect(failing.size).toBeGreaterThan(0);
    const { outcomes, cluster } = rehearse(engine, [from, to, from], { failing });
    expect(outcomes).toEqual(['done', 'failed', 'done']);
    expect(from.items.every((item) => cluster.has(item))).toBe(true);
  });
});

/** Deployments with the real role that the public Service leads to, when Services and pods are of these moments. */
function answering(services: readonly Manifest[], pods: readonly Manifest[]): number {
  const service = services.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'cave-daemon');
  const selector = Object.entries(mapOf(at(service, ['spec', 'selector'])));
  return pods.filter((one) => {
    const labels = mapOf(at(one, ['spec', 'template', 'metadata', 'labels']));
    if (one.kind !== 'Deployment' || selector.length === 0) return false;
    return labels['bkg.dev/shadow'] === undefined && selector.every(([name, value]) => labels[name] === value);
  }).length;
}

function sideOf(env: Environment): Side {
  const folders = render(env) as readonly Folder[];
  const files = layOut(env.name, folders);
  const texts = publishedFiles([{ environment: env, folders, files }]);
  return {
    title: 'gitops',
    environments: environmentsOf(filesOf(texts.map(({ path, text }) => ({ path, text }))), 'gitops'),
  };
}

describe('the plan', () => {
  const sides = new Map<number, Side>();
  const side = (index: number) => {
    const known = sides.get(index) ?? sideOf(environments[index] as Environment);
    sides.set(index, known);
    return known;
  };
  const moves = way.slice(1).map((to, at) => [way[at] ?? 0, to] as const);

  test.each(moves.map(([from, to]) => [titles[from], titles[to], from, to] as const))(
    'from %s to %s: nothing happens to callers',
    (_, title, from, to) => {
      const result = planOf(side(from), side(to));
      const changes = 'comparisons' in result ? result.comparisons.flatMap(({ plan }) => plan.changes) : [];
      const grave = changes.filter(({ risk }) => risk === 'refused' || risk === 'unjudged');
      expect(grave.map(({ object, reasons }) => [object.kind, object.name, reasons])).toEqual([]);
      const service = changes.find(({ object }) => object.kind === 'Service' && object.name === 'cave-daemon');
      expect(service?.risk ?? 'safe').toBe('safe');
      // What is disruptive is about the colour that nobody calls: it stops, or the preview ends.
      const idle = environments[to]?.daemon.rollout?.active === 'green' ? 'cave-daemon' : 'cave-daemon-green';
      const others = changes.filter(({ object, reasons, risk }) => {
        if (risk !== 'disruptive') return false;
        if (object.kind === 'NetworkPolicy') return !reasons.every((reason) => reason.includes(`"${idle}"`));
        return (
          object.name !== idle && !/^(cave-daemon-(blue|green|shadow)|preview-cave-daemon)$|-shadow$/.test(object.name)
        );
      });
      expect(others.map(({ object, reasons }) => [object.kind, object.name, reasons])).toEqual([]);
      if (service)
        expect(service.reasons.join('\n')).toMatch(
          title === 'without' ? /only labels/ : /now: (blue|green) answers all calls/,
        );
    },
  );
});
