import { stampOf, utcOf } from '../kubernetes/timestamp';
import { breach, type EnvironmentRule } from './rule';

const noMoment: EnvironmentRule = {
  id: 'environment/no-moment',
  description: 'a restore to a moment that no calendar has',
  example: '`at: 2026-02-30T12:00:00Z`',
  check: ({ database: { restore } }) =>
    !restore || utcOf(restore.at) !== undefined
      ? []
      : [breach('database.restore.at', `"${restore.at}" is no moment; the calendar or clock has none`)],
};

/** The new server archives under its own name; under a name in use it would mix two histories. */
const ontoItself: EnvironmentRule = {
  id: 'environment/restore-onto-itself',
  description: 'a restore whose new server would have the name of the one it reads or of the present one',
  example: '`incarnation: 20260131t120000z`, `restore.at: 2026-01-31T12:00:00Z`',
  check({ database: { incarnation, restore } }) {
    if (!restore || utcOf(restore.at) === undefined) return [];
    const stamp = stampOf(restore.at);
    if (stamp !== incarnation && stamp !== restore.from) return [];
    const message = `is the moment that server ${stamp} was restored to; choose one that is a second off, because a new server needs a new name`;
    return [breach('database.restore.at', message)];
  },
};

const managedIncarnation: EnvironmentRule = {
  id: 'environment/managed-incarnation',
  description: "a restore id of a provider's database, which has no name of ours",
  example: '`mode: managed`, `incarnation: 20260131t120000z`',
  check({ database: { incarnation, mode, restore } }) {
    if (mode !== 'managed') return [];
    const names: [string, string | undefined][] = [
      ['database.incarnation', incarnation],
      ['database.restore.from', restore?.from],
    ];
    return names
      .filter(([, name]) => name)
      .map(([field]) => breach(field, 'remove it; a managed server is named by database.managed.host'));
  },
};

/** What would make a restore read or overwrite the wrong archive. */
export const restoreRules = [noMoment, ontoItself, managedIncarnation];
