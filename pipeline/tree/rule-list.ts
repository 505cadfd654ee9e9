import type { Rule } from '../problem';

/** Every rule about the tree as a whole, for docs/rules.md. */
export const deliveryRules: readonly Rule[] = [
  { id: 'delivery/duplicate-object', says: 'two objects of one component with the same kind and name', example: '–' },
  {
    id: 'delivery/exception',
    says: 'an exception in policy/exceptions.yaml that is incomplete, or that nothing needs any more',
    example: 'an exception for an object that was repaired',
  },
];
