import { breach, type EnvironmentRule } from './rule';
import type { Environment, Operator } from './types';

/** Settings that need an operator: which brings no kinds, so that nothing rendered misses it, or where only its name is said. */
const needs: readonly (readonly [field: string, operator: Operator, needed: (env: Environment) => boolean])[] = [
  ['secrets.restarts', 'reloader', (env) => env.secrets.restarts === 'reloader'],
  ['imageVerification.engine', 'kyverno', (env) => env.imageVerification?.engine === 'kyverno'],
  ['imageVerification.engine', 'policy-controller', (env) => env.imageVerification?.engine === 'policy-controller'],
];

/** What the operators of the cluster have to be there for. */
export const missingOperator: EnvironmentRule = {
  id: 'environment/missing-operator',
  description: 'a setting that needs an operator which the cluster does not have',
  example: '`secrets.restarts: reloader` without `reloader` in `cluster.operators`',
  check: (env) =>
    needs
      .filter(([, operator, needed]) => needed(env) && !env.cluster.operators.includes(operator))
      .map(([field, operator]) =>
        breach(field, `needs ${operator}; install it and add it to cluster.operators, or choose another value`),
      ),
};
