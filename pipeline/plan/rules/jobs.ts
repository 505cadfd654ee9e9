import { type Data, mapOf } from '../../../kubernetes/access';
import { causeOf, groupCauses } from '../causes';
import { isDeleted, isRunAgain } from '../engines';
import { isWithin } from '../paths';
import { pruneOutcomesIn, fieldsAt, type RiskRule, specOf, specsOf, type Verdict } from './rule';

/** A Job that runs again. */
export const jobAgain: RiskRule = {
  id: 'job/again',
  description: 'a Job that has another name, so that it runs again, and what makes it',
  example: '`bkg-db-migration-0b1c2d3e4f` where it was `bkg-db-migration-1a2b3c4d5e`',
  kinds: ['batch/Job'],
  *judge(difference, context): Generator<Verdict> {
    if (difference.type !== 'rename') return;
    const { after, fields } = difference;
    const own = fields.filter(({ path }) => isWithin(path, 'spec.template')).map((field) => causeOf(field, 2));
    const read = context.inputs.readBy(after, context.after);
    const why = groupCauses([...own, ...read]).join(', ');
    const reason = why === '' ? 'nothing but its name is new, so it is meant to run once more' : why;
    // Whoever gives a Job another name, or one made of its content, wants it to run.
    yield { risk: 'safe', reason: `the Job runs again: ${reason}` };
  },
};

/** What runs with every sync. */
export const hookRuns: RiskRule = {
  id: 'job/hook',
  description:
    'something that is made anew each time the tree is applied: a hook of Argo CD, or what has a `generateName`',
  example: '`argocd.argoproj.io/hook: PreSync` with another image',
  *judge({ type, after }, { after: tree }): Generator<Verdict> {
    if (type !== 'change') return;
    const isNamed = mapOf(after.manifest.object.metadata).name !== undefined;
    if (!isNamed) yield { risk: 'safe', reason: 'another one is made each time it is applied: generateName' };
    else if (isRunAgain(after, tree))
      yield { risk: 'safe', reason: 'Argo CD deletes it and makes it anew with every sync: a hook', replaces: true };
  },
};

/** A Job that runs. */
export const jobRuns: RiskRule = {
  id: 'job/runs',
  description: 'a new Job: it runs once, as soon as it is applied',
  example: 'a Job that was not in the tree before',
  kinds: ['batch/Job'],
  *judge({ type, after }): Generator<Verdict> {
    if (type !== 'add') return;
    if (specOf(after).suspend === true) yield { risk: 'safe', reason: 'the Job is suspended: it does not run yet' };
    else yield { risk: 'safe', reason: 'the Job runs once, as soon as it is applied' };
  },
};

/** A Job that goes. */
export const jobRemoved: RiskRule = {
  id: 'job/removed',
  description: 'a Job that goes: nothing of what it did is undone',
  example: 'a finished migration that is no longer in the tree',
  kinds: ['batch/Job'],
  *judge({ type, before }, context): Generator<Verdict> {
    if (type === 'remove' && isDeleted(pruneOutcomesIn(before, context)))
      yield {
        risk: 'safe',
        reason: 'its pods and their logs go, and it stops if it still runs; what it did stays done',
      };
  },
};

/** Scheduled work. */
export const schedule: RiskRule = {
  id: 'job/schedule',
  description: 'a CronJob, or a backup, that runs at other times, or not any more',
  example: '`suspend: true`',
  kinds: ['batch/CronJob', 'postgresql.cnpg.io/ScheduledBackup'],
  *judge(difference): Generator<Verdict> {
    const { old, current } = specsOf(difference);
    if (difference.type === 'remove')
      yield { risk: 'safe', reason: `nothing runs at "${String(old.schedule)}" any more` };
    if (difference.type !== 'change') return;
    const isOtherTime = ['spec.schedule', 'spec.timeZone'].some((path) => fieldsAt(difference, path).length > 0);
    if (isOtherTime) yield { risk: 'safe', reason: `runs at ${timeOf(current)} instead of ${timeOf(old)}` };
    for (const { to } of fieldsAt(difference, 'spec.suspend')) {
      yield {
        risk: 'safe',
        reason: to === true ? 'does not run any more: suspended' : 'runs again: no longer suspended',
      };
    }
    const isOther = difference.fields.some(({ path }) => isWithin(path, 'spec.jobTemplate'));
    if (isOther && mapOf(current).suspend !== true)
      yield { risk: 'safe', reason: 'its next run is the first with this change' };
  },
};

/** `"0 3 * * *" in Europe/Berlin`; without a zone, in that of the controller manager (Kubernetes, `CronJobSpec`). */
function timeOf({ schedule, timeZone }: Data): string {
  return `"${String(schedule)}"${timeZone === undefined ? '' : ` in ${String(timeZone)}`}`;
}
