import { mapOf } from '../../../kubernetes/access';
import { causeOf, groupCauses } from '../causes';
import { isDeleted } from '../engines';
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
    yield { risk: 'disruptive', reason: `the Job runs again: ${reason}` };
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
    for (const { from, to } of fieldsAt(difference, 'spec.schedule')) {
      yield { risk: 'safe', reason: `runs at "${String(to)}" instead of "${String(from)}"` };
    }
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
