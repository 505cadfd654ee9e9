import { createHash } from 'node:crypto';
import { jsonText } from './json-text';
import type { EnvironmentPlan } from './types';

/** A plan by environment, as far as accepting it is concerned. */
export interface Accepted {
  readonly name: string;
  readonly plan: Pick<EnvironmentPlan, 'changes'>;
  /** Whether two environments stand side by side, so that nothing happens to either. @default false */
  readonly isSideBySide?: boolean;
}

/**
 * What somebody has to repeat to accept the irreversible changes of these plans: 16 hexadecimal digits that are others as
 * soon as one of those changes, its reasons or its fields are. Undefined when nothing is irreversible.
 */
export function requiredAcknowledgement(plans: readonly Accepted[]): string | undefined {
  const grave = plans
    .filter(({ isSideBySide }) => !isSideBySide)
    .flatMap(({ name, plan }) =>
      plan.changes
        .filter(({ risk }) => risk === 'irreversible')
        .map(({ object, was, component, action, reasons, fields }) =>
          jsonText([name, component, action, object, was ?? null, reasons, fields]),
        ),
    )
    .sort();
  if (grave.length === 0) return undefined;
  return createHash('sha256').update(grave.join('\n')).digest('hex').slice(0, 16);
}
