import type { Comparison } from '../compare';

/** The plan for programs, as the contract has it. */
export function jsonReport(comparisons: readonly Comparison[]): string {
  const environments = Object.fromEntries(comparisons.map(({ name, plan }) => [name, plan]));
  return JSON.stringify({ environments }, null, 2);
}
