import { textOf } from '../../../kubernetes/access';
import { invalidLabels, labelPrefix, policyLabels } from '../../../kubernetes/pod-security/labels';
import { nearest } from '../../nearest';
import type { Manifest } from '../../objects/manifest';
import type { Finding, TreeRule } from '../rule';
import { isNamespace, labelsOf } from '../../objects/names';

/** The server refuses a Namespace for the first; it ignores the second without a word. */
export const namespaceLabel: TreeRule = {
  id: 'pod-security/namespace-label',
  description: 'a level or version that Pod Security admission does not know, or a label that it does not read',
  example: 'pod-security.kubernetes.io/enforce: strict',
  *checkTree(tree) {
    for (const manifest of tree) {
      if (!isNamespace(manifest)) continue;
      for (const finding of mistakes(manifest)) yield [manifest, finding];
    }
  },
};

function* mistakes(manifest: Manifest): Generator<Finding> {
  const labels = labelsOf(manifest);
  for (const { label, expected } of invalidLabels(labels)) {
    const message = `"${textOf(labels[label]) ?? ''}" is not known here; use ${expected}`;
    yield { path: ['metadata', 'labels', label], message };
  }
  for (const label of Object.keys(labels)) {
    if (!label.startsWith(labelPrefix) || policyLabels.includes(label)) continue;
    const guess = nearest(label, policyLabels);
    yield {
      path: ['metadata', 'labels', label],
      message: guess ? `nothing reads this label; did you mean "${guess}"` : 'nothing reads this label; remove it',
    };
  }
}
