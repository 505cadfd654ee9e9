import type { Cidr, Host, Name, Region, Schedule } from './common';
import type { BucketName } from './object-storage';

/**
 * What outlives the loss of a part or of everything: copies in another account and region, how much may be lost, how long
 * it may take to have it back, and how both are known. No document gives a figure for any objective, so whoever writes this
 * section says them. The database's own objectives and its drill stand in `database.backup`.
 */
export interface Recovery {
  /** The account that the platform's buckets, database and secret store are in, as its provider calls it. */
  readonly account: Name;
  readonly copies: Copies;
  /** The secret store. Left out, the platform makes no copy of it. */
  readonly store?: StoreRecovery;
  /** Audit logs, models and backups. Left out, nobody says how much of them may be lost. */
  readonly objects?: ObjectsRecovery;
  readonly cluster: ClusterRecovery;
}

/** A bucket of another account and another region, with object lock; never in the account that opens the secret store. */
export interface Copies {
  /** The account it is in, as its provider calls it. */
  readonly account: Name;
  readonly host: Host;
  /** @minItems 1 */
  readonly cidrs: Cidr[];
  readonly region: Region;
  readonly bucket: BucketName;
  /**
   * Days for which nobody can remove a copy. The one that was proven last has to be among them.
   * @default 100
   * @minimum 1
   * @maximum 3650
   * @asType integer
   */
  readonly retentionDays: number;
}

/** Copies of the secret store: snapshots of Vault or OpenBao; stores of AWS and Google Cloud replicate themselves. */
export interface StoreRecovery {
  /**
   * Where the store's servers lie. Needed by `secrets.store: vault`, whose snapshots are taken from them.
   * @default []
   */
  readonly cidrs: Cidr[];
  /** The account whose keys open the store; left out where people hold shares. */
  readonly unsealAccount?: Name;
  /**
   * When a snapshot is taken.
   * @default "15 * * * *"
   */
  readonly schedule: Schedule;
  readonly rpoMinutes: RpoMinutes;
  readonly rtoMinutes: RtoMinutes;
  /** @default 90 */
  readonly drillDays: DrillDays;
}

/** What may happen to the buckets. */
export interface ObjectsRecovery {
  readonly rpoMinutes: RpoMinutes;
  readonly rtoMinutes: RtoMinutes;
}

/** Everything at once. */
export interface ClusterRecovery {
  readonly rtoMinutes: RtoMinutes;
}

/**
 * Recovery point objective: minutes of changes that may be lost.
 * @minimum 5
 * @maximum 44640
 * @asType integer
 */
export type RpoMinutes = number;

/**
 * Recovery time objective: minutes that a restore may take.
 * @minimum 5
 * @maximum 10080
 * @asType integer
 */
export type RtoMinutes = number;

/**
 * Days after the last good drill until somebody is woken; the platform's documents ask for one every quarter.
 * @minimum 1
 * @maximum 365
 * @asType integer
 */
export type DrillDays = number;
