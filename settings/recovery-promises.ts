import { cronProblem } from '../kubernetes/cron';
import { longestGap } from '../kubernetes/cron-gap';
import type { Environment } from './types';

/** A schedule, and the setting that says how rarely it may run. */
interface Promised {
  readonly field: string;
  /** Minutes between two runs, at most. */
  readonly gap: number;
  /** Minutes that are allowed. */
  readonly limit: number;
  readonly limitField: string;
  readonly unit: 'minutes' | 'days';
}

/** Every schedule whose runs an objective or a drill period needs, where `recovery` states any. */
export function promises({ recovery, database, objectStorage, secrets }: Environment): Promised[] {
  if (!recovery) return [];
  const { store, objects } = recovery;
  const drill = database.mode === 'managed' ? undefined : database.backup.drill;
  return [
    ...(store && secrets.store === 'vault' ? [byObjective('recovery.store', 'schedule', store.schedule, store)] : []),
    ...(objects
      ? [
          {
            ...byObjective('recovery.objects', '', objectStorage.shipSchedule, objects),
            field: 'objectStorage.shipSchedule',
          },
        ]
      : []),
    ...(drill
      ? [
          byPeriod(
            'database.backup.drill.schedule',
            drill.schedule,
            'database.backup.drill.maxAgeDays',
            drill.maxAgeDays,
          ),
        ]
      : []),
  ];
}

function byObjective(
  section: string,
  field: string,
  schedule: string,
  { rpoMinutes }: { rpoMinutes: number },
): Promised {
  const limitField = `${section}.rpoMinutes`;
  return { field: `${section}.${field}`, gap: gapOf(schedule), limit: rpoMinutes, limitField, unit: 'minutes' };
}

function byPeriod(field: string, schedule: string, limitField: string, days: number): Promised {
  return { field, gap: gapOf(schedule), limit: days * 1440, limitField, unit: 'days' };
}

/** A schedule that nobody can read is told elsewhere. */
function gapOf(schedule: string): number {
  return cronProblem(schedule, 5) === undefined ? longestGap(schedule) : 0;
}
