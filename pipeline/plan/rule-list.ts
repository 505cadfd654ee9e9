import type { Rule } from '../problem';
import { lastRules, riskRules } from './rules';

/** The one thing in a plan that nobody should merge. */
const unexplainedRestart: Rule = {
  id: 'plan/unexplained-restart',
  description: 'pods that restart although nothing that they read has changed; a problem, not only a remark',
  example: 'a checksum in a pod template that is taken of more than the pods read',
};

/** Everything that a plan says of changes. */
export const planRules: readonly Rule[] = [...riskRules, ...lastRules, unexplainedRestart];
