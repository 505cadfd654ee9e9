import { stampOf, utcOf } from '../kubernetes/timestamp';
import type { Finding } from './messages';
import { finding, type Rule } from './rule';
import type { Environment } from './types';

/** What would make a restore read or overwrite the wrong archive. */
export const restoreRules: readonly Rule[] = [moment, target, managed];

function moment({ database: { restore } }: Environment): Finding[] {
  if (!restore || utcOf(restore.at) !== undefined) return [];
  return [finding('database.restore.at', 'no-moment', `"${restore.at}" is no moment; the calendar or clock has none`)];
}

/** The new server archives under its own name; under a name in use it would mix two histories. */
function target({ database: { incarnation, restore } }: Environment): Finding[] {
  if (!restore || utcOf(restore.at) === undefined) return [];
  const stamp = stampOf(restore.at);
  if (stamp !== incarnation && stamp !== restore.from) return [];
  const message = `is the moment that server ${stamp} was restored to; choose one that is a second off, because a new server needs a new name`;
  return [finding('database.restore.at', 'restore-onto-itself', message)];
}

function managed({ database: { incarnation, mode, restore } }: Environment): Finding[] {
  if (mode !== 'managed') return [];
  const names: [string, string | undefined][] = [
    ['database.incarnation', incarnation],
    ['database.restore.from', restore?.from],
  ];
  return names.flatMap(([field, name]) =>
    name
      ? [finding(field, 'managed-incarnation', 'remove it; a managed server is named by database.managed.host')]
      : [],
  );
}
