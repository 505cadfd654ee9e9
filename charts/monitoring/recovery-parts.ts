import type { Environment } from '../../settings/types';
import { baseBackupJob } from '../bkg-db/base-backups';
import { restoreDrill } from '../bkg-db/drill';
import { verifiesAudit } from '../object-storage/rights';
import { secretStoreBackup, storeDrill } from '../secret-store-backup';
import { storeCopies } from '../secret-store-backup/access';
import { auditVerification } from '../secrets/consumers/storage';

/** A CronJob whose last success says that a copy is good, or that something was proven, and how old that may be. */
export interface Proof {
  readonly part: 'secret store' | 'database' | 'audit log';
  readonly cronJob: string;
  readonly maxAgeSeconds: number;
  /** The database's own have alerts in `backups.ts`. @default false */
  readonly elsewhere?: boolean;
}

const minute = 60;
const day = 24 * 60 * minute;

/** Copies that are made in the cluster. Replication of buckets is the provider's to watch. */
export function copies(env: Environment): Proof[] {
  const { recovery, database, monitoring } = env;
  if (!recovery) return [];
  const store = storeCopies(env)?.store;
  const backup = { cronJob: baseBackupJob, maxAgeSeconds: monitoring.thresholds.backupAgeHours * 60 * minute };
  return [
    ...(store ? [copy('secret store', secretStoreBackup.name, store.rpoMinutes)] : []),
    ...(database.mode === 'statefulset' ? [{ part: 'database', ...backup, elsewhere: true } as const] : []),
  ];
}

function copy(part: Proof['part'], cronJob: string, rpoMinutes: number): Proof {
  return { part, cronJob, maxAgeSeconds: rpoMinutes * minute };
}

/**
 * What was proven. People restore the secret store, and its CronJob says every day whether their last proof is young
 * enough and was quick enough; the audit log is verified every day.
 */
export function drills(env: Environment): Proof[] {
  const { recovery, database } = env;
  if (!recovery) return [];
  const own = { cronJob: restoreDrill, maxAgeSeconds: database.backup.drill.maxAgeDays * day };
  return [
    ...(storeCopies(env) ? [daily('secret store', storeDrill)] : []),
    ...(database.mode === 'managed' ? [] : [{ part: 'database', ...own, elsewhere: true } as const]),
    ...(verifiesAudit(env) ? [daily('audit log', auditVerification)] : []),
  ];
}

function daily(part: Proof['part'], cronJob: string): Proof {
  return { part, cronJob, maxAgeSeconds: 2 * day };
}
