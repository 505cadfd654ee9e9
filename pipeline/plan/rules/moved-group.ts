import { lostWith } from '../../../kubernetes/data-holders';
import { groupOf } from '../../../kubernetes/kinds';
import { covers, isFluxGuarded } from '../engines';
import type { Entry, Tree } from '../tree';
import { type RiskRule, type Verdict } from './rule';
import { kustomization } from '../engine-kinds';

/**
 * Objects under another API group. Flux knows what it applied by group, kind, namespace and name, so that the old name of
 * the object is left over and deleted, and with it the object, which is one (kustomize-controller 1.9, inventory; its
 * issue 510). Argo CD knows duplicates by their uid (gitops-engine, `dedupLiveResources`).
 */
export const groupMoved: RiskRule = {
  id: 'delivery/group-moved',
  description:
    'an object that is written in another API group: it is the same one, and an engine that prunes may take it for an old one',
  example: '`networking.k8s.io/v1` where an Ingress was of `extensions/v1beta1`',
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { before, after } = difference;
    const [was, is] = [before, after].map(({ manifest }) => groupOf(String(manifest.object.apiVersion)));
    if (was === is) return;
    const way = `its API group is "${is}" instead of "${was}", and it is the same object`;
    if (!isPrunedByFlux(before, context.before, context.after)) {
      yield { risk: 'safe', reason: way };
      return;
    }
    const lost = lostWith(after.manifest.object);
    const reason = `${way}: Flux prunes it under its old group, and creates it again only with its next run`;
    yield lost === undefined
      ? { risk: 'disruptive', reason }
      : { risk: 'irreversible', reason: `${reason}; lost with it: ${lost}` };
  },
};

function isPrunedByFlux(entry: Entry, before: Tree, after: Tree): boolean {
  return before
    .ofKind(kustomization)
    .filter((owner) => covers(owner, entry, before))
    .map((owner) => after.find(owner.kind, owner.namespace, owner.name) ?? owner)
    .some(
      ({ manifest }) =>
        (manifest.object.spec as { prune?: unknown } | undefined)?.prune === true && !isFluxGuarded(entry),
    );
}
