import type { Duration } from './common';

/** Where secret values come from; none is ever written in this repository. */
export interface Secrets {
  /** `generated` makes them inside the cluster, for development. */
  readonly store: 'generated' | 'vault' | 'aws' | 'gcp';
  /**
   * How often values are read again.
   * @default "1h"
   */
  readonly refreshInterval: Duration;
  /**
   * Pull images with the registry credentials of the store (`registry/pull`).
   * @default false
   */
  readonly pullSecret: boolean;
  /** Needed by `store: vault`. */
  readonly vault?: {
    /** @pattern ^https?://[^\s]+$ */
    readonly server: string;
    /**
     * Mount of the KV version 2 engine
     * @default "bkg"
     */
    readonly mount: string;
    /**
     * Mount of the Kubernetes auth method
     * @default "kubernetes"
     */
    readonly authMount: string;
  };
  /** Needed by `store: aws`. */
  readonly aws?: {
    readonly region: string;
    /**
     * IAM roles are `<prefix><namespace>`, assumed through the namespace's service account.
     * @pattern ^arn:aws[a-z-]*:iam::[0-9]{12}:role/.*$
     */
    readonly roleArnPrefix: string;
  };
  /** Needed by `store: gcp`. */
  readonly gcp?: { readonly projectId: string };
}
