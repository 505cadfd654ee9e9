import { accountsOf, ownBucket } from './recovery-places';
import { promises } from './recovery-promises';
import { type Breach, breach, type EnvironmentRule } from './rule';
import type { Environment, Recovery } from './types';

const noRecovery: EnvironmentRule = {
  id: 'environment/no-recovery',
  description: 'production that says nothing of the loss of a part, or keeps it in one account',
  example: '`tier: production` without `recovery`; without `recovery.store`',
  check({ tier, recovery }) {
    if (tier !== 'production') return [];
    if (!recovery) return [breach('recovery', 'is missing: where copies go, and what may be lost; production says it')];
    const parts: [string, boolean, string][] = [
      ['recovery.store', recovery.store === undefined, 'the secret store has no copy'],
      ['recovery.objects', recovery.objects === undefined, 'nobody says how much of the audit log may be lost'],
    ];
    return parts.flatMap(([field, missing, why]) =>
      missing ? [breach(field, `is missing; without it ${why}, and production refuses that`)] : [],
    );
  },
};

const storeAddresses: EnvironmentRule = {
  id: 'environment/store-addresses',
  description: 'snapshots of a store whose addresses nobody knows, or addresses of one that has no snapshots',
  example: '`store: vault`, `recovery.store` without `cidrs`',
  check({ secrets, recovery }) {
    if (!recovery?.store) return [];
    const { cidrs } = recovery.store;
    if (secrets.store === 'vault' && cidrs.length === 0) {
      return [breach('recovery.store.cidrs', 'is missing; secrets.store: vault needs it for its snapshots')];
    }
    if (secrets.store === 'vault' || cidrs.length === 0) return [];
    return [breach('recovery.store.cidrs', `remove it; secrets.store: ${secrets.store} has no snapshots of ours`)];
  },
};

/** Whoever takes over or closes an account, and whatever takes a region down, must not have both. */
const copiesBeside: EnvironmentRule = {
  id: 'environment/copies-beside',
  description: 'copies in the account, region or bucket of what they are copies of, or of what opens the secret store',
  example: '`recovery.copies.account` as `recovery.account`; `copies.region` as `objectStorage.region`',
  check: (env) => (env.recovery ? [...account(env, env.recovery), ...region(env, env.recovery)] : []),
};

function account(env: Environment, { copies }: Recovery): Breach[] {
  const beside = accountsOf(env).find(([, name]) => name === copies.account);
  if (!beside) return [];
  const message = `is the account of ${beside[0]}; whoever loses one loses both, so choose another`;
  return [breach('recovery.copies.account', message)];
}

function region(env: Environment, { copies }: Recovery): Breach[] {
  const { region: own } = env.objectStorage;
  const same =
    copies.region === own
      ? [breach('recovery.copies.region', 'is objectStorage.region; a region fails as a whole, so choose another')]
      : [];
  const bucket = ownBucket(env, copies.bucket);
  return bucket
    ? [...same, breach('recovery.copies.bucket', `is objectStorage.buckets.${bucket}; choose another`)]
    : same;
}

const unmetObjective: EnvironmentRule = {
  id: 'environment/unmet-objective',
  description: 'a schedule that leaves out more than its objective allows, or an objective that others contradict',
  example: '`recovery.store: { schedule: 15 3 * * *, rpoMinutes: 60 }`',
  check: (env) => [...promises(env).flatMap(tooRare), ...(env.recovery ? total(env, env.recovery) : [])],
};

function tooRare({ field, gap, limit, limitField, unit }: ReturnType<typeof promises>[number]): Breach[] {
  if (gap <= limit) return [];
  const found = Number.isFinite(gap) ? `up to ${inUnit(gap, unit)} ${unit}` : 'years';
  return [breach(field, `leaves ${found} between two runs, and ${limitField} allows ${inUnit(limit, unit)}`)];
}

function inUnit(minutes: number, unit: 'minutes' | 'days'): number {
  return unit === 'days' ? Math.ceil(minutes / 1440) : minutes;
}

/** Secret store, objects and database come back one after another. */
function total(env: Environment, { cluster, objects, store }: Recovery): Breach[] {
  const parts: [string, number | undefined][] = [
    ['recovery.store', store?.rtoMinutes],
    ['recovery.objects', objects?.rtoMinutes],
    ['database.backup', env.database.backup.rtoMinutes],
  ];
  const sum = parts.reduce((minutes, [, rto]) => minutes + (rto ?? 0), 0);
  if (sum <= cluster.rtoMinutes) return [];
  const names = parts.filter(([, rto]) => rto !== undefined).map(([name]) => `${name}.rtoMinutes`);
  const message = `must be at least ${sum}, the sum of ${names.join(', ')}, which come one after another`;
  return [breach('recovery.cluster.rtoMinutes', message)];
}

/** Between two drills somebody finds that the newer copies are damaged; the one that was proven has to be there. */
const shortRetention: EnvironmentRule = {
  id: 'environment/short-retention',
  description: 'copies that are gone before the next drill has proven later ones',
  example: '`copies.retentionDays: 30`, `recovery.store.drillDays: 90`',
  check({ recovery, database: { backup, mode } }) {
    if (!recovery) return [];
    const kept: [section: string, days: number, drill: string, period: number][] = [];
    if (recovery.store) {
      kept.push([
        'recovery.copies',
        recovery.copies.retentionDays,
        'recovery.store.drillDays',
        recovery.store.drillDays,
      ]);
    }
    if (mode !== 'managed') {
      kept.push(['database.backup', backup.retentionDays, 'database.backup.drill.maxAgeDays', backup.drill.maxAgeDays]);
    }
    return kept.flatMap(([section, days, drill, period]) =>
      days >= period ? [] : [breach(`${section}.retentionDays`, `must be at least ${period}, as ${drill}: ${whyKept}`)],
    );
  },
};

const whyKept = 'what the last drill has proven has to be there until the next';

/** What keeps an environment from meeting the objectives that it states. */
export const recoveryRules = [noRecovery, storeAddresses, copiesBeside, unmetObjective, shortRetention];
