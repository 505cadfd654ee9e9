import type { Construct } from 'constructs';
import type { Environment } from '../settings/types';

/** A rendered Kubernetes object, plain data. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** One part of the platform: one chart, one folder per environment, one step of the roll-out. */
export interface Component {
  /** Chart id and folder name. */
  readonly name: string;

  /** The file that describes it, for the first line of every rendered file. */
  readonly source: string;

  /** Components that must be ready before this one is touched: the stage graph, the only place that knows order. */
  readonly after: readonly string[];

  /** Whether the environment has it at all. @default - always */
  readonly present?: (env: Environment) => boolean;

  /** Adds the component's chart to `scope`. A component has either this or `summarize`. */
  readonly build?: (scope: Construct, env: Environment) => void;

  /** Adds the chart after all others, knowing what they rendered: for quotas and for a Job after every roll-out. */
  readonly summarize?: (scope: Construct, env: Environment, rendered: readonly Manifest[]) => void;
}
