import type { EnvironmentVariables, Image } from './common';

/**
 * Two releases of the daemon next to each other, blue and green. Left out, there is one Deployment that replaces its pods
 * one by one. docs/runbooks/daemon-rollout.md has the steps. Only with `kernel.topology: separate`.
 */
export interface Rollout {
  /** The colour that answers everybody. Moving calls to the other release, and back, is a change of this word. */
  readonly active: 'blue' | 'green';
  /** The Deployment `cave-daemon`, which is there without a roll-out as well. */
  readonly blue?: DaemonColour;
  /** The Deployment `cave-daemon-green`. */
  readonly green?: DaemonColour;
}

/** One of the two releases; how many pods and how large ones is what `daemon` says of both. */
export interface DaemonColour {
  readonly image: Image;
  /**
   * Variables of this release alone, next to those of `daemon.env`.
   * @default {}
   */
  readonly env: EnvironmentVariables;
  /**
   * Sends this release a copy of reads, whose answers go nowhere. It then has a database role that cannot write, and reaches
   * nothing but database, DNS and collector. Only for the colour that is not active. Only with `route.kind: gateway`.
   */
  readonly shadow?: Shadow;
  /**
   * Lets the addresses of `route.adminAllowList` reach this release through the public hosts with the header
   * `x-bkg-preview: blue` or `green`, as long as it is not active. Only with Envoy Gateway's policies.
   * @default false
   */
  readonly preview: boolean;
}

/** What is copied. */
export interface Shadow {
  /**
   * Of 100 reads, how many are copied. 0 copies none: the way out of copying, because a route has to be gone before the
   * Service that it names.
   * @minimum 0
   * @maximum 100
   * @asType integer
   */
  readonly percent: number;
  /**
   * Where reads are copied: GET and HEAD at these paths and below. Never those of `/api/v1/auth`.
   * @default ["/api/v1"]
   * @minItems 1
   * @uniqueItems true
   */
  readonly paths: ShadowPath[];
}

/**
 * A path of the API such as `/api/v1/sandboxes`.
 * @pattern ^/api/v1(/[a-z0-9-]+)*$
 */
export type ShadowPath = string;

/**
 * A daemon that runs sandboxes itself is replaced once few of them are left: new ones are refused with 503 at the gateway, and
 * pods wait until none runs, or for most of `delivery.rollOutMinutes`. Only with `kernel.topology: embedded`, and with Envoy
 * Gateway's policies. docs/runbooks/daemon-rollout.md has the steps.
 */
export interface Drain {
  /**
   * `Retry-After` of the refusal, in seconds.
   * @default 300
   * @minimum 1
   * @maximum 86400
   * @asType integer
   */
  readonly retryAfterSeconds: number;
  /**
   * Minutes after its start, and after its last command, from which on nobody waits for a sandbox. The database says of
   * sandboxes that a restart has ended that they run.
   * @default 60
   * @minimum 1
   * @maximum 1440
   * @asType integer
   */
  readonly idleMinutes: number;
}
