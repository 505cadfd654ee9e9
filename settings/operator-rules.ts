import { finding, type Rule } from './rule';
import type { Environment, Operator } from './types';

/** Settings that need an operator which brings no kinds, so that the check of kinds cannot miss it. */
const needs: readonly (readonly [field: string, operator: Operator, needed: (env: Environment) => boolean])[] = [
  ['secrets.restarts', 'reloader', (env) => env.secrets.restarts === 'reloader'],
];

/** What the operators of the cluster have to be there for. */
export const operatorRules: readonly Rule[] = needs.map(
  ([field, operator, needed]): Rule =>
    (env) =>
      needed(env) && !env.cluster.operators.includes(operator)
        ? [
            finding(
              field,
              'missing-operator',
              `needs ${operator}; install it and add it to cluster.operators, or choose another value`,
            ),
          ]
        : [],
);
