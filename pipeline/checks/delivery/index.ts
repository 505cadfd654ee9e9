import type { TreeRule } from '../rule';
import { destinationPermitted } from './destination-permitted';
import { accountPermitted, targetNamespace } from './flux';
import { omittedValue } from './omitted-values';

/** What the engines refuse, do otherwise than the tree says, or would find different for ever. */
export const engineRules: readonly TreeRule[] = [destinationPermitted, accountPermitted, targetNamespace, omittedValue];
