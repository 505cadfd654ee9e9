import { requiredAcknowledgement } from '../acknowledgement';
import type { Comparison } from '../compare';
import { jsonText, printableJson } from '../json-text';

/** The plan for programs, as the contract has it, and the hash that accepts what is irreversible in it. */
export function jsonReport(comparisons: readonly Comparison[]): string {
  const environments = Object.fromEntries(comparisons.map(({ name, plan }) => [name, plan]));
  const acknowledgement = requiredAcknowledgement(comparisons);
  const report = { environments, ...(acknowledgement !== undefined && { acknowledgement }) };
  return printableJson(jsonText(report, 2));
}
