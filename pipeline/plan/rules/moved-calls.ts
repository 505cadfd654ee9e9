import { at, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { repositoryOf } from '../../../kubernetes/images';
import { containersOf } from '../../../kubernetes/kinds';
import type { Manifest } from '../../objects/manifest';
import type { Entry } from '../tree';
import { metadataOf, type PlanContext, type RiskRule, titleOf, type Verdict } from './rule';

/**
 * What becomes of callers when a Service leads to other pods of the same program: nothing, as long as these run already and
 * are not replaced by the same change. Undefined for pods that are yet to come, or of another program.
 */
export function movedCalls(
  was: readonly Manifest[],
  is: readonly Manifest[],
  { before, after, rollouts }: PlanContext,
): Verdict | undefined {
  const [from, to] = [after.entriesOf(was), after.entriesOf(is)];
  const runs = to.length > 0 && to.every((entry) => before.find(entry.kind, entry.namespace, entry.name) !== undefined);
  if (!runs || programsOf(was) !== programsOf(is)) return undefined;
  const there = titlesOf(to);
  const replaced = to.filter((entry) => rollouts.has(entry));
  if (replaced.length > 0) {
    const reason = `connections go to pods of ${titlesOf(replaced)} while these are replaced, so also to those that are as before; let that end first`;
    return { risk: 'disruptive', reason };
  }
  const away = from.length > 0 ? ` instead of those of ${titlesOf(from)}, where open ones stay` : '';
  return { risk: 'safe', reason: `connections go to pods of ${there}, which run already,${away}`.replace(/,$/, '') };
}

/** Repositories of all images, which stay when a release changes. */
function programsOf(manifests: readonly Manifest[]): string {
  const images = manifests.flatMap(({ pod }) =>
    pod ? containersOf(pod).map(({ container }) => repositoryOf(textOf(container.image) ?? '')) : [],
  );
  return [...new Set(images)].sort().join(' ');
}

function titlesOf(entries: readonly Entry[]): string {
  return entries.map(titleOf).join(', ');
}

/** The step of a roll-out, in the words of whoever rendered it. */
export const rolloutStep: RiskRule = {
  id: 'plain/rollout-step',
  description: 'a roll-out that moves on by a step, and the step after it, as annotations of its Service or route say',
  example: '`example.org/rollout-step: green answers all calls`',
  kinds: ['/Service', 'gateway.networking.k8s.io/HTTPRoute'],
  *judge({ before, after }): Generator<Verdict> {
    const [was, is] = [before, after].map((entry) => annotationOf(entry, 'step'));
    if (is === undefined || was === is) return;
    const next = annotationOf(after, 'next');
    yield { risk: 'safe', reason: `now: ${is}${next === undefined ? '' : `; next: ${next}`}` };
  },
};

function annotationOf(entry: Entry | undefined, about: 'step' | 'next'): string | undefined {
  const found = Object.entries(metadataOf(entry, 'annotations')).find(([name]) => name.endsWith(`/rollout-${about}`));
  return textOf(found?.[1]);
}

/**
 * A Service that gets copies of requests and goes together with the route that sends them. Gateways answer 500 for a rule
 * that copies to a Service which is not there (Gateway API 1.5, HTTPRequestMirrorFilter), and no engine removes the two in a
 * certain order.
 */
export const copiedTo: RiskRule = {
  id: 'route/mirror-gone',
  description: 'a Service that goes in the same change as the route that sends it copies of requests',
  example: 'a Service `shadow` and an HTTPRoute with a filter `RequestMirror` to it, both removed',
  kinds: ['/Service'],
  *judge({ type, before }, context): Generator<Verdict> {
    if (type !== 'remove') return;
    const routes = context.before
      .ofKind('gateway.networking.k8s.io/HTTPRoute')
      .filter((route) => isCopiedBy(route, before));
    if (routes.length === 0) return;
    const reason = `${titlesOf(routes)} still sends it copies of requests: those that match are answered with 500 until it is gone as well; take the filter away in a change of its own`;
    yield { risk: 'disruptive', reason };
  },
};

function isCopiedBy(route: Entry, { namespace, name }: Entry): boolean {
  return mapsOf(at(route.manifest.object, ['spec', 'rules'])).some(({ item }) =>
    mapsOf(item.filters).some((filter) => {
      const to = mapOf(mapOf(filter.item.requestMirror).backendRef);
      return to.name === name && (textOf(to.namespace) ?? route.namespace) === namespace;
    }),
  );
}
