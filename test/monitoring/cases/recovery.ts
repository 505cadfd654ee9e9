import { namespaceOf } from '../../../charts/places';
import type { Environment, StoreRecovery } from '../../../settings/types';
import { type AlertCase, type CaseTable, series } from '../alert-case';

const minute = 60;
const day = 24 * 60 * minute;

/** Copies and drills of an environment with objectives, whose names are those of CronJobs. */
export const recovery: CaseTable = (env) => {
  const { store } = env.recovery ?? {};
  return store ? cases(env, store) : {};
};

function cases(env: Environment, store: StoreRecovery): Record<string, AlertCase> {
  const namespace = namespaceOf(env, 'object-storage');
  const of = (metric: string, cronjob: string) => series(`kube_cronjob_${metric}`, { namespace, cronjob });
  const succeeded = (cronjob: string) => of('status_last_successful_time', cronjob);
  const audit = 'audit-log-verification';
  const scheduled = of('status_last_schedule_time', audit);
  const copy = 'secret-store-backup';
  const rpo = store.rpoMinutes;
  // Verified every day: a drill of every quarter would be evaluated for a quarter.
  const tooOld = 2 * day + 2 * 60 * minute;
  const steps = tooOld / 600;
  return {
    RecoveryCopyOld: {
      fires: {
        given: { [succeeded(copy)]: `0x${rpo + 30}` },
        at: `${rpo + 20}m`,
        labels: [{ cronjob: copy }],
        shown: `${Math.floor((rpo + 20) / 60)}h ${(rpo + 20) % 60}m 0s`,
      },
      quiet: {
        // One that never succeeded counts from when it was made.
        given: { [of('created', copy)]: `${30 * minute}x${rpo + 30}` },
        at: `${rpo + 20}m`,
        because: 'the objective allows as much',
      },
    },
    RecoveryDrillFailed: {
      fires: {
        given: { [scheduled]: '600x120', [succeeded(audit)]: '0x120' },
        at: '95m',
        labels: [{ cronjob: audit }],
      },
      quiet: {
        given: { [scheduled]: '600x120', [succeeded(audit)]: '0x60 3600x60' },
        at: '95m',
        because: 'it took fifty minutes',
      },
    },
    RecoveryDrillOld: {
      every: '10m',
      fires: {
        given: { [succeeded(audit)]: `0x${steps}` },
        at: `${tooOld}s`,
        labels: [{ cronjob: audit }],
        shown: '2d 2h 0m 0s',
      },
      quiet: { given: { [succeeded(audit)]: `0+600x${steps}` }, at: `${tooOld}s`, because: 'it succeeds every time' },
    },
  };
}
