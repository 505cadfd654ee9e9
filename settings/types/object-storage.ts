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
  /** Verifies that the shipped audit log is complete and signed. Left out, nobody notices when it is not. */
  readonly auditVerification?: AuditVerification;
  /**
   * When audit logs are shipped off the node. Lines have no chain, so what is deleted before shows nowhere.
   * @default "0/10 * * * *"
   */
  readonly shipSchedule: Schedule;
}

/** How the shipped audit log is verified. */
export interface AuditVerification {
  /** Any image with Python 3.11 or newer; nothing else of it is used. */
  readonly image: Image;
  /** @default "50 4 * * *" */
  readonly schedule: Schedule;
  /**
   * How many days it looks back. Each file is verified on each of them, so a few weeks are enough.
   * @default 35
   * @minimum 1
   * @maximum 36500
   * @asType integer
   */
  readonly days: number;
  /**
   * When the server took a new key, the oldest first, for each key that was replaced; its value is at
   * `audit/hmac-1`, `audit/hmac-2` and so on.
   * @default []
   */
  readonly replacedKeys: Moment[];
  /**
   * Hashes with which the log ended before its volume was lost and it began anew; the last run before has printed it.
   * @default []
   */
  readonly earlierEnds: ManifestHash[];
}

/**
 * A moment in UTC.
 * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$
 */
export type Moment = string;

/**
 * The SHA-256 of a manifest of the audit log.
 * @pattern ^[0-9a-f]{64}$
 */
export type ManifestHash = string;

/**
 * An S3 bucket name.
 * @pattern ^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$
 */
export type BucketName = string;
