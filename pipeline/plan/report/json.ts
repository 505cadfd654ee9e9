import { requiredAcknowledgement } from '../acknowledgement';
import type { Comparison } from '../compare';
import { jsonText, printableJson } from '../json-text';
import type { EnvironmentPlan } from '../types';

/** What `plan --format json` prints. */
export interface PlanReport {
  /** By name. */
  readonly environments: Readonly<Record<string, EnvironmentPlan>>;
  /** The hash that accepts what is irreversible in it. @default - nothing is */
  readonly acknowledgement?: string;
  /** Files that were not looked at, and why: a sentence for each reason. @default - none */
  readonly leftOut?: readonly string[];
}

/** The plan for programs, as the contract has it. */
export function jsonReport(comparisons: readonly Comparison[], leftOut: readonly string[] = []): string {
  const environments = Object.fromEntries(comparisons.map(({ name, plan }) => [name, plan]));
  const acknowledgement = requiredAcknowledgement(comparisons);
  const report: PlanReport = {
    environments,
    ...(acknowledgement !== undefined && { acknowledgement }),
    ...(leftOut.length > 0 && { leftOut }),
  };
  return printableJson(jsonText(report, 2));
}
