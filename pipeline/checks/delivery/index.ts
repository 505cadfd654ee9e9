import type { TreeRule } from '../rule';
import { omittedValue } from './omitted-values';

/** What holds only where an engine reconciles the tree. */
export const deliveryTreeRules: readonly TreeRule[] = [omittedValue];
