import { at, mapOf, textOf } from '../../../kubernetes/access';
import { kindsWith, recordOf } from '../../../kubernetes/kinds';
import { parseQuantity } from '../../../kubernetes/quantity';
import type { Entry, Tree } from '../tree';
import { fieldsAt, metadataOf, type RiskRule, specOf, titleOf, type Verdict } from './rule';

/** Volumes only grow, and not all of them. */
export const shrunkVolume: RiskRule = {
  id: 'immutable/shrunk-volume',
  description:
    'a volume claim, or a database, that asks for less storage than before, or for more than its class gives',
  example: '`storage: 50Gi` where it was `100Gi`',
  kinds: kindsWith('volumeSizes'),
  *judge(difference, { after: tree }): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { after } = difference;
    for (const pattern of recordOf(after.kind).volumeSizes ?? []) {
      for (const { from, to } of fieldsAt(difference, pattern)) {
        const [old, current] = [parseQuantity(String(from)), parseQuantity(String(to))];
        if (current < old) {
          const reason = `it is refused, because volumes cannot shrink: from ${String(from)} to ${String(to)}`;
          yield { risk: 'refused', reason };
        } else if (current > old) yield grown(after, `from ${String(from)} to ${String(to)}`, pattern, tree);
      }
    }
  },
};

/** Source: Kubernetes 1.36, `plugin/pkg/admission/storage/persistentvolume/resize`. */
function grown(entry: Entry, amounts: string, pattern: string, tree: Tree): Verdict {
  const own = classNameIn(entry, pattern);
  const storageClass = own === undefined ? defaultClass(tree) : tree.find('storage.k8s.io/StorageClass', '', own);
  const isClaim = entry.kind === '/PersistentVolumeClaim';
  if (own === '' && isClaim) {
    const reason = `it is refused, because only volumes that a StorageClass makes can grow: ${amounts}`;
    return { risk: 'refused', reason };
  }
  if (!storageClass || storageClass.manifest.object.allowVolumeExpansion === true) {
    const where = storageClass ? `, as ${titleOf(storageClass)} allows` : ', where its StorageClass allows that';
    return { risk: 'safe', reason: `its volume grows ${amounts}${where}; it never shrinks again` };
  }
  const why = `because ${titleOf(storageClass)} has no "allowVolumeExpansion: true"`;
  return isClaim
    ? { risk: 'refused', reason: `it is refused, ${why}: ${amounts}` }
    : {
        risk: 'disruptive',
        reason: `its volumes stay as large as they are, ${why}: its operator cannot grow them ${amounts}`,
      };
}

/** The class beside a size: of a claim, or of what an operator makes claims of. */
function classNameIn(entry: Entry, pattern: string): string | undefined {
  const path = pattern.split('.').filter((step) => step !== '*');
  const beside = mapOf(at(entry.manifest.object, path.slice(0, -1)));
  const { storageClassName } = specOf(entry);
  return textOf(beside.storageClass) ?? textOf(storageClassName) ?? textOf(beside.storageClassName);
}

function defaultClass(tree: Tree): Entry | undefined {
  const isDefault = 'storageclass.kubernetes.io/is-default-class';
  return tree
    .ofKind('storage.k8s.io/StorageClass')
    .find((entry) => metadataOf(entry, 'annotations')[isDefault] === 'true');
}
