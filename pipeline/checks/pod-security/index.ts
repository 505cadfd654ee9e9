import { podChecks } from '../../../kubernetes/pod-security';
import type { TreeRule } from '../rule';
import { judge } from './judge';
import { ledgerStale, ledgerWidened } from './ledger-rules';
import { namespaceLabel } from './namespace-label';

/** The Pod Security Standards, a rule for each check, and what namespaces and the ledger say about them. */
export const podSecurityRules: readonly TreeRule[] = [
  ...podChecks.map(({ id, description, example }): TreeRule => ({
    id: `pod-security/${id}`,
    description,
    example,
    checkTree: (tree, context) => judge(tree, context).get(id) ?? [],
  })),
  namespaceLabel,
  ledgerWidened,
  ledgerStale,
];
