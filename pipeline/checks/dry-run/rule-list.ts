import type { Rule } from '../../problem';

/** What `check --cluster` adds, for docs/rules.md. */
export const dryRunRules = [
  {
    id: 'cluster/refused',
    description: 'an object that the API server of the current context refuses',
    example: 'a field that an admission webhook does not allow',
  },
  {
    id: 'cluster/not-tried',
    description: 'an object whose namespace the cluster does not have yet, so that the API server could not judge it',
    example: 'the first installation',
  },
] as const satisfies readonly Rule[];
