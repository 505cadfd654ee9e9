import type { Cidr, Host, Image, Region, Schedule, Storage, Workload } from './common';

/** Buckets for audit logs, models and database backups. */
export type ObjectStorage = AnyObjectStorage & (OwnObjectStorage | ExternalObjectStorage);

/** A server in the cluster. */
export interface OwnObjectStorage {
  readonly mode: 'internal';
  /** The S3 server, versitygw. Needed by `internal`. */
  readonly server: Workload & { readonly storage: Storage };
}

/** Buckets of a provider. */
export interface ExternalObjectStorage {
  readonly mode: 'external';
  /** Needed by `external`. */
  readonly external: {
    readonly host: Host;
    /** @minItems 1 */
    readonly cidrs: Cidr[];
  };
}

/** What both have. */
export interface AnyObjectStorage {
  /** `internal` runs a small S3 server in the cluster, for development; `external` uses a provider. */
  readonly mode: 'internal' | 'external';
  /** @default "us-east-1" */
  readonly region: Region;
  readonly buckets: {
    readonly audit: BucketName;
    readonly models: BucketName;
    readonly backups: BucketName;
  };
  /** The AWS command line image that creates or checks buckets and ships audit logs. */
  readonly clientImage: Image;
  readonly auditRetention: {
    /**
     * No document gives a period; agree it with your auditors.
     * @minimum 1
     * @maximum 36500
     * @asType integer
     */
    readonly days: number;
    /**
     * `COMPLIANCE` cannot be shortened by anybody; `GOVERNANCE` can, with a special permission.
     * @default "COMPLIANCE"
     */
    readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  };
  /**
   * When audit logs are shipped off the node. Lines have no chain, so a deleted file shows only in its copy.
   * @default "0/10 * * * *"
   */
  readonly shipSchedule: Schedule;
}

/**
 * An S3 bucket name.
 * @pattern ^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$
 */
export type BucketName = string;
