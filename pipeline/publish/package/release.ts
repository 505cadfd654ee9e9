import type { FileContent } from '../tree/write';

/** What a release brings to one environment. */
export interface Release {
  /** Of the chart, and of the namespace that Helm keeps its own records in. */
  readonly name: string;

  readonly environment: string;

  /** As https://semver.org has it. */
  readonly version: string;

  /** Minor of the cluster that the objects were checked for, such as `1.35`. */
  readonly kubernetes: string;

  /** Components in the order of their roll-out. */
  readonly steps: readonly Step[];

  /** Everything in the environment's folder of the published tree. */
  readonly files: readonly FileContent[];

  /** Paths of those whose objects have to stay when their release goes. */
  readonly kept: readonly string[];

  /** The Job that says after the last step whether all works. @default - none */
  readonly check?: { readonly namespace: string; readonly name: string };
}

/** One component's place in the roll-out. */
export interface Step {
  readonly component: string;

  /** Components that have to be ready before. */
  readonly dependsOn: readonly string[];

  /** Minutes after which nobody waits for it any longer. */
  readonly timeoutMinutes: number;

  /** Whether all its Jobs come to an end. One that is suspended does not. */
  readonly jobsEnd: boolean;
}

/** Whether a text is a version as https://semver.org has it (2.0.0, §2 to §10), which Helm wants of charts. */
export function isVersion(text: string): boolean {
  const [, core = '', pre, build] = /^([^-+]+)(?:-([^+]+))?(?:\+(.+))?$/.exec(text) ?? [];
  const isNumber = (part: string) => /^(?:0|[1-9]\d*)$/.test(part);
  const isWord = (part: string) => /^[0-9A-Za-z-]+$/.test(part);
  const numbers = core.split('.');
  return (
    numbers.length === 3 &&
    numbers.every(isNumber) &&
    (pre ?? '0').split('.').every((part) => isWord(part) && (!/^\d+$/.test(part) || isNumber(part))) &&
    (build ?? '0').split('.').every(isWord)
  );
}

/** The name of the chart's file, as `helm package` gives it. */
export function chartFile({ name, version }: Release): string {
  return `${name}-${version}.tgz`;
}
