import { type Data, textOf } from '../access';
import { type Level, levels } from './check';

/** What admission does about a violation: refuse the pod, tell the client, write it down. */
export const modes = ['enforce', 'warn', 'audit'] as const;
export type Mode = (typeof modes)[number];

/** What the labels of a namespace ask for in one mode. */
export interface Policy {
  readonly level: Level;
  /** A minor, or whatever the server's newest is. */
  readonly version: number | 'latest';
}

export const labelPrefix = 'pod-security.kubernetes.io/';

export const policyLabels: readonly string[] = modes.flatMap((mode) => [
  `${labelPrefix}${mode}`,
  `${labelPrefix}${mode}-version`,
]);

/** The policy of one mode; a namespace without labels is privileged, and a label that is none counts as not there. */
export function policyOf(labels: Data, mode: Mode): Policy {
  return {
    level: levelOf(labels[`${labelPrefix}${mode}`]) ?? 'privileged',
    version: versionOf(labels[`${labelPrefix}${mode}-version`]) ?? 'latest',
  };
}

/** The minor that a server judges by: one that is older than the policy knows nothing newer than itself. */
export function minorOfPolicy({ version }: Policy, server: number): number {
  return version === 'latest' ? server : Math.min(version, server);
}

/** Labels whose values a server refuses. */
export function invalidLabels(labels: Data): { label: string; expected: string }[] {
  return policyLabels
    .filter((label) => textOf(labels[label]) !== undefined)
    .filter((label) => (isVersion(label) ? versionOf(labels[label]) : levelOf(labels[label])) === undefined)
    .map((label) => ({
      label,
      expected: isVersion(label) ? '"latest" or such as "v1.35"' : `"${levels.join('", "')}"`,
    }));
}

function isVersion(label: string): boolean {
  return label.endsWith('-version');
}

function levelOf(value: unknown): Level | undefined {
  return levels.find((level) => level === value);
}

function versionOf(value: unknown): Policy['version'] | undefined {
  if (value === 'latest') return 'latest';
  const minor = /^v1\.(0|[1-9]\d*)$/.exec(textOf(value) ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
