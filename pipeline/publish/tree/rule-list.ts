import type { Rule } from '../../problem';

/** Every rule about the tree as a whole, for docs/rules.md. */
export const deliveryRules: readonly Rule[] = [
  {
    id: 'delivery/conflict',
    says: 'a source file that was changed here and in the branch that is published to',
    example: 'two people change `replicas` of one component',
  },
  { id: 'delivery/duplicate-object', says: 'two objects of one component with the same kind and name', example: '–' },
  {
    id: 'delivery/exception',
    says: 'an exception in policy/exceptions.yaml that is incomplete, or that nothing needs any more',
    example: 'an exception for an object that was repaired',
  },
  {
    id: 'delivery/not-promoted',
    says: 'an image that is no release: without digest, not in the published tree, or of another repository',
    example: '`promote dev staging` before dev was published',
  },
  {
    id: 'delivery/path-taken',
    says: 'a link, a folder or a file of somebody else where a rendered file belongs, or one that differs in case only',
    example: '`gitops/dev/platform` is a symbolic link',
  },
  {
    id: 'delivery/provenance',
    says: 'provenance that is missing, not signed with the given key, about another tree, or not true',
    example: '`verify --key` after a tree was edited by hand',
  },
];
