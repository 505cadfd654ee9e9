import type { Duration, Mount, Region } from './common';

/** Where secret values come from; none is ever written in this repository. */
export type Secrets = AnyStore & (GeneratedStore | VaultStore | AwsStore | GcpStore);

/** A store inside the cluster. */
export interface GeneratedStore {
  readonly store: 'generated';
}

/** What every store has. */
export interface AnyStore {
  /** `generated` makes them inside the cluster, for development. */
  readonly store: 'generated' | 'vault' | 'aws' | 'gcp';
  /**
   * How often values are read again.
   * @default "1h"
   */
  readonly refreshInterval: Duration;
  /**
   * Who restarts pods when a value changes that they read only at their start: `reloader` (Stakater Reloader with
   * `reloadStrategy: annotations`, which looks at the content of Secrets), or `nobody` but people.
   * @default "reloader"
   */
  readonly restarts: 'reloader' | 'nobody';
  /**
   * Restarts also the workload that runs sandboxes, which ends all of them. Left off, people replace its values as
   * docs/runbooks/secrets.md says; the audit key wants that anyway, because a log is closed before its key changes.
   * @default false
   */
  readonly restartSandboxes: boolean;
  /**
   * Days after which every API key of a namespace ends, whoever issued it and whatever it says itself (the guide's
   * figure).
   * @default 30
   * @minimum 1
   * @maximum 365
   * @asType integer
   */
  readonly namespaceKeyDays: number;
  /**
   * Pull images with the registry credentials of the store (`registry/pull`).
   * @default false
   */
  readonly pullSecret: boolean;
}

/** Vault. */
export interface VaultStore {
  readonly store: 'vault';
  /** Needed by `store: vault`. */
  readonly vault: {
    /** @pattern ^https?://[^\s]+$ */
    readonly server: string;
    /**
     * Mount of the KV version 2 engine
     * @default "bkg"
     */
    readonly mount: Mount;
    /**
     * Mount of the Kubernetes auth method; it knows one cluster, so clusters that share a server have one each
     * @default "kubernetes"
     */
    readonly authMount: Mount;
  };
}

/** AWS Secrets Manager. */
export interface AwsStore {
  readonly store: 'aws';
  /** Needed by `store: aws`. */
  readonly aws: {
    readonly region: Region;
    /**
     * IAM roles are `<prefix><namespace>`, assumed through the namespace's service account.
     * @pattern ^arn:aws[a-z-]*:iam::[0-9]{12}:role/.*$
     */
    readonly roleArnPrefix: string;
  };
}

/** Secret Manager of Google Cloud. */
export interface GcpStore {
  readonly store: 'gcp';
  /** Needed by `store: gcp`. */
  readonly gcp: { readonly projectId: string };
}
