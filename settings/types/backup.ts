import type { Schedule } from './common';

/** How much of the database may be lost, for how long it can be brought back, and how that is known. */
export interface Backup {
  /**
   * Days for which any moment can be restored. With `managed` it is the provider's setting that counts; it has to be
   * the same.
   * @minimum 1
   * @maximum 3650
   * @asType integer
   */
  readonly retentionDays: number;
  /**
   * When a base backup is made.
   * @default "30 2 * * *"
   */
  readonly schedule: Schedule;
  /**
   * Recovery point objective: seconds of writes that the loss of the server and its volume may cost. No document gives
   * a figure. With `managed` it is what the provider promises.
   * @default 300
   * @minimum 60
   * @maximum 86400
   * @asType integer
   */
  readonly rpoSeconds: number;
  /**
   * Recovery time objective: minutes that a restore may take. No document gives a figure. A drill that takes longer
   * fails.
   * @default 60
   * @minimum 5
   * @maximum 1440
   * @asType integer
   */
  readonly rtoMinutes: number;
  /** @default {} */
  readonly drill: RestoreDrill;
}

/** The Job that restores the last backup into a server of its own and throws it away. `managed` has none. */
export interface RestoreDrill {
  /**
   * The platform's documents ask for a test every quarter; a week costs little and tells sooner.
   * @default "0 4 * * 0"
   */
  readonly schedule: Schedule;
  /**
   * Days without a good drill after which somebody is woken.
   * @default 15
   * @minimum 1
   * @maximum 365
   * @asType integer
   */
  readonly maxAgeDays: number;
}

/**
 * A restore that goes on: a new server next to the present one, filled from its archive up to a moment. Nothing writes
 * to the database and nothing is pruned meanwhile. Afterwards remove it and set `incarnation` to the new one.
 */
export interface Restore {
  /** The moment to go back to. */
  readonly at: Timestamp;
  /** Incarnation whose archive is read, empty for the first; the present `incarnation` unless given. */
  readonly from?: Incarnation;
}

/**
 * A moment in RFC 3339 with its offset, such as `2026-01-31T12:00:00Z`.
 * @pattern ^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$
 */
export type Timestamp = string;

/**
 * Which server of the database: empty for the first one, for a restored one the moment it was restored to, in UTC, as
 * its names have it: `20260131t120000z`.
 * @pattern ^([0-9]{8}t[0-9]{6,12}z)?$
 */
export type Incarnation = string;
