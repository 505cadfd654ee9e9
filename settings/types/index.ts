import type { Cluster } from './cluster';
import type { Daemon } from './daemon';
import type { Database } from './database';
import type { Checks, Delivery } from './delivery';
import type { ImageVerification } from './image-verification';
import type { Kernel } from './kernel';
import type { Monitoring } from './monitoring';
import type { ObjectStorage } from './object-storage';
import type { Recovery } from './recovery';
import type { Domains, Route } from './route';
import type { Secrets } from './secrets';
import type { Telemetry } from './telemetry';
import type { WebUi } from './web-ui';

export type * from './backup';
export type * from './cluster';
export type * from './common';
export type * from './daemon';
export type * from './database';
export type * from './delivery';
export type * from './image-verification';
export type * from './kernel';
export type * from './monitoring';
export type * from './object-storage';
export type * from './recovery';
export type * from './rollout';
export type * from './route';
export type * from './secrets';
export type * from './telemetry';
export type * from './web-ui';

/**
 * One environment, as `environments/<name>.yaml` describes it. Everything that differs between environments is
 * here; everything else is decided in the charts. The editor's schema is generated from these comments.
 */
export interface EnvironmentFile {
  /**
   * A file of the same folder with what several environments have in common: `base.yaml`, or a name that ends in
   * `.base.yaml`. Maps are merged with those here; a list or a word here stands instead of the one there.
   */
  readonly extends?: string;
  /** Fields of the base that this environment does not have, such as `route.issuer`. */
  readonly without?: string[];
  /**
   * Environments with which this one shares a namespace prefix, host, bucket, database or place in the store on purpose;
   * they have to name this one as well.
   * @uniqueItems true
   */
  readonly sharedWith?: string[];
  /** How strict the rules are: `staging` and `production` refuse unpinned images and weak settings. */
  readonly tier: 'development' | 'staging' | 'production';
  /** Minor version of the cluster; PodSecurity levels are pinned to it. */
  readonly kubernetes: KubernetesMinor;
  /**
   * Put before every namespace, so that environments can share a cluster.
   * @default ""
   * @pattern ^([a-z]([a-z0-9-]{0,28}[a-z0-9])?-)?$
   */
  readonly namespacePrefix: string;
  readonly cluster: Cluster;
  readonly domains: Domains;
  readonly route: Route;
  readonly kernel: Kernel;
  readonly daemon: Daemon;
  readonly database: Database;
  readonly adminUi: WebUi;
  readonly webApp: WebUi;
  readonly telemetry: Telemetry;
  readonly objectStorage: ObjectStorage;
  readonly secrets: Secrets;
  /** Left out, nothing verifies signatures. */
  readonly imageVerification?: ImageVerification;
  readonly monitoring: Monitoring;
  /** Left out, nothing is kept in another account; `production` refuses that. */
  readonly recovery?: Recovery;
  readonly checks: Checks;
  readonly delivery: Delivery;
}

export type KubernetesMinor =
  '1.27' | '1.28' | '1.29' | '1.30' | '1.31' | '1.32' | '1.33' | '1.34' | '1.35' | '1.36' | '1.37';

/** A complete environment: its file with all defaults, and its name, which is the file's name. */
export interface Environment extends EnvironmentFile {
  readonly name: string;
}
