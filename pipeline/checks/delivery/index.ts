import type { TreeRule } from '../rule';
import { destinationPermitted } from './destination-permitted';
import { accountPermitted, targetNamespace } from './flux';

/** What the engines refuse, or do otherwise than the tree says. */
export const engineRules: readonly TreeRule[] = [destinationPermitted, accountPermitted, targetNamespace];
