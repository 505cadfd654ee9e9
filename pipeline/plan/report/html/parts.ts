import { clients } from '../../../picture/connections';
import type { Comparison } from '../../compare';
import { type Risk, worst } from '../../types';

/** A component in the picture. */
export interface Part {
  readonly name: string;
  readonly changes: number;
  /** The gravest of its changes; undefined without any. */
  readonly risk?: Risk;
}

/** The components of both trees with what happens to them. */
export function partsOf({ before, after, plan }: Comparison): Part[] {
  const names = new Set([...before.components, ...after.components]);
  return [...names]
    .filter((name) => name !== clients)
    .sort()
    .map((name) => {
      const changes = plan.changes.filter(({ component }) => component === name);
      const risk = changes
        .map((change) => change.risk)
        .reduce<Risk | undefined>((a, b) => (a ? worst(a, b) : b), undefined);
      return { name, changes: changes.length, ...(risk && { risk }) };
    });
}
