import type { Rule } from '../../problem';

/** Every rule about the tree as a whole, for docs/rules.md. */
export const deliveryRules: readonly Rule[] = [
  {
    id: 'delivery/conflict',
    description: 'a source file that was changed here and in the branch that is published to',
    example: 'two people change `replicas` of one component',
  },
  {
    id: 'delivery/duplicate-object',
    description: 'two objects of one component with the same kind and name',
    example: '–',
  },
  {
    id: 'delivery/exception',
    description: 'an exception in policy/exceptions.yaml that is incomplete, or that nothing needs any more',
    example: 'an exception for an object that was repaired',
  },
  {
    id: 'delivery/not-promoted',
    description: 'an image that is no release: without digest, not in the published tree, or of another repository',
    example: '`promote dev staging` before dev was published',
  },
  {
    id: 'delivery/path-taken',
    description:
      'a link, a folder or a file of somebody else where a rendered file belongs, or one that differs in case only',
    example: '`gitops/dev/platform` is a symbolic link',
  },
  {
    id: 'delivery/provenance',
    description: 'provenance that is missing, not signed with the given key, about another tree, or not true',
    example: '`verify --key` after a tree was edited by hand',
  },
];
