import { requiredAcknowledgement } from '../acknowledgement';
import type { Comparison } from '../compare';

/** The plan for programs, as the contract has it, and the hash that accepts what is irreversible in it. */
export function jsonReport(comparisons: readonly Comparison[]): string {
  const environments = Object.fromEntries(comparisons.map(({ name, plan }) => [name, plan]));
  const acknowledgement = requiredAcknowledgement(comparisons);
  return JSON.stringify({ environments, ...(acknowledgement !== undefined && { acknowledgement }) }, null, 2);
}
