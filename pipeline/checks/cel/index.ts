import type { ObjectRule } from '../rule';
import { policyExpression, webhookExpression } from './admission';
import { definitionExpression } from './definitions';
import { deviceExpression } from './devices';

/** Rules about expressions in CEL. */
export const celRules: readonly ObjectRule[] = [
  policyExpression,
  webhookExpression,
  definitionExpression,
  deviceExpression,
];
