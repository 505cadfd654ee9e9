import { mapOf } from '../../../kubernetes/access';
import { productsOf } from '../../../kubernetes/products';
import { fieldsAt, type RiskRule, specOf, titleOf, type Verdict } from './rule';

/** What somebody else makes of an object, and others still read. */
export const productGone: RiskRule = {
  id: 'config/product-gone',
  description: 'an object that makes a Secret or ConfigMap under another name, while others still read the old one',
  example: '`target: { name: login2 }` of an ExternalSecret whose `login` a Deployment reads',
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { before, after } = difference;
    const made = (entry: typeof before) =>
      productsOf(entry.kind, entry.manifest.object).map(({ kind, name, namespace = entry.namespace }) => ({
        kind,
        name,
        namespace,
      }));
    const still = new Set(made(after).map(({ kind, name, namespace }) => `${kind} ${namespace} ${name}`));
    for (const gone of made(before)) {
      if (still.has(`${gone.kind} ${gone.namespace} ${gone.name}`)) continue;
      if (context.after.graph.find(gone.kind, gone.namespace, gone.name)) continue;
      const reading = context.after.readersOf(gone);
      const readers = reading.map(titleOf).sort();
      if (readers.length === 0) continue;
      const then = reading.some(({ manifest }) => manifest.pod) ? ': new pods cannot start' : '';
      const needs = readers.length === 1 ? 'needs' : 'need';
      const stays = staysBehind(before.kind, specOf(before)) || makesNothing(after.kind, specOf(after));
      const what = stays
        ? `${titleOf(gone)} stays as it is and is renewed no more`
        : `${titleOf(gone)} is deleted${then}`;
      const reason = `${readers.join(', ')} still ${needs} ${titleOf(gone)}; ${what}`;
      yield { risk: stays ? 'safe' : 'disruptive', reason };
    }
  },
};

/** Whether an ExternalSecret makes nothing; what it made before stays (external-secrets 0.19, `CreatePolicyNone`). */
export function makesNothing(kind: string, spec: Readonly<Record<string, unknown>>): boolean {
  return kind === 'external-secrets.io/ExternalSecret' && mapOf(spec.target).creationPolicy === 'None';
}

/** Whether a Secret outlives who made it: cert-manager keeps what it made, External Secrets what it does not own. */
export function staysBehind(kind: string, spec: Readonly<Record<string, unknown>>): boolean {
  const { creationPolicy = 'Owner' } = mapOf(spec.target);
  return (
    kind === 'cert-manager.io/Certificate' ||
    (kind === 'external-secrets.io/ExternalSecret' && creationPolicy !== 'Owner')
  );
}

/** Values that go with their source. */
export const secretEmptied: RiskRule = {
  id: 'config/deletion-policy',
  description: 'an ExternalSecret whose Secret from now on goes, or stays, when the store has no value any more',
  example: '`deletionPolicy: Delete` where it was `Retain`',
  kinds: ['external-secrets.io/ExternalSecret'],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    for (const { to } of fieldsAt(difference, 'spec.target.deletionPolicy')) {
      const name = String(mapOf(specOf(difference.after).target).name ?? difference.after.name);
      yield to === 'Delete' || to === 'Merge'
        ? {
            risk: 'disruptive',
            reason: `from now on Secret "${name}" ${to === 'Delete' ? 'is deleted' : 'loses keys'} when the store has no value any more`,
          }
        : { risk: 'safe', reason: `from now on Secret "${name}" stays when the store has no value any more` };
    }
  },
};
