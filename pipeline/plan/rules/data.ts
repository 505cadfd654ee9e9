import { mapsOf } from '../../../kubernetes/access';
import { containersOf, kindsWith, recordOf } from '../../../kubernetes/kinds';
import type { Difference } from '../match';
import { wordsOf } from '../paths';
import { entryOf, fieldsAt, fieldsWithin, type RiskRule, specOf, titleOf, type Verdict } from './rule';

/** What is kept for a shorter time. */
export const retentionShortened: RiskRule = {
  id: 'data/retention',
  description: 'backups, samples or records that are kept for a shorter time: what is older is deleted for good',
  example: '`retentionPolicy: 7d` where it was `30d`',
  *judge(difference): Generator<Verdict> {
    if (!difference.before || !difference.after || difference.after.kind === 'batch/Job') return;
    const { keeps: kept } = recordOf(difference.after.kind);
    for (const { from, to } of kept ? fieldsAt(difference, kept.field) : []) {
      if (kept && kept.days(to) < kept.days(from)) yield shortened(kept.what, to ?? 'a day', from ?? 'for ever');
    }
    for (const { name, from, to, others } of variablesIn(difference, /RETENTION_DAYS$/)) {
      // Beside a mode it locks objects, which has a rule of its own.
      if (others.RETENTION_MODE === undefined && Number(to) < Number(from))
        yield shortened(`data, by ${name},`, `${to}d`, `${from}d`);
    }
  },
};

function shortened(what: string, to: unknown, from: unknown): Verdict {
  const reason = `keeps ${what} for ${String(to)} instead of ${String(from)}: what is older is deleted for good`;
  return { risk: 'irreversible', reason };
}

/** How long a bucket lets nobody delete. */
export const objectLock: RiskRule = {
  id: 'data/object-lock',
  description:
    'objects that a bucket protects for another time, or in another mode; what is in it already stays as it is',
  example: '`RETENTION_MODE: COMPLIANCE` where it was `GOVERNANCE`',
  *judge(difference): Generator<Verdict> {
    if (!difference.before || !difference.after || difference.after.kind === 'batch/Job') return;
    const changes = variablesIn(difference, /^RETENTION_(DAYS|MODE)$/).filter(
      ({ others }) => others.RETENTION_MODE !== undefined,
    );
    const [first] = changes;
    if (!first) return;
    const was = { ...first.others, ...Object.fromEntries(changes.map(({ name, from }) => [name, from])) };
    const is = first.others;
    const text = `what is written from now on is locked for ${is.RETENTION_DAYS} days in mode ${is.RETENTION_MODE}, not ${was.RETENTION_DAYS} in ${was.RETENTION_MODE}`;
    const isLonger = Number(is.RETENTION_DAYS) > Number(was.RETENTION_DAYS);
    const isStronger = is.RETENTION_MODE === 'COMPLIANCE' && was.RETENTION_MODE !== 'COMPLIANCE';
    const isWeaker = is.RETENTION_MODE !== 'COMPLIANCE' && was.RETENTION_MODE === 'COMPLIANCE';
    if (isStronger || (isLonger && is.RETENTION_MODE === 'COMPLIANCE')) {
      yield { risk: 'disruptive', reason: `${text}: nobody can take that back, not even the owner of the bucket` };
    }
    if (isWeaker || Number(is.RETENTION_DAYS) < Number(was.RETENTION_DAYS)) {
      yield { risk: 'safe', reason: `${text}: it may be deleted earlier`, widens: true };
    }
  },
};

/** A variable of a container that has another value. */
interface ChangedVariable {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** All variables of that container as they will be. */
  readonly others: Readonly<Record<string, string>>;
}

function variablesIn(difference: Difference, pattern: RegExp): ChangedVariable[] {
  return fieldsWithin(difference, 'spec').flatMap(({ path, from, to }) => {
    const [container, list, name = '', value] = wordsOf(path).slice(-4);
    if (list !== 'env' || value !== 'value' || !pattern.test(name)) return [];
    const pod = entryOf(difference).manifest.pod;
    const found = pod && containersOf(pod).find((one) => one.container.name === container);
    const others = mapsOf(found?.container.env).map(({ item }) => [String(item.name), String(item.value)]);
    return [{ name, from: String(from), to: String(to), others: Object.fromEntries(others) }];
  });
}

/** Where data is kept. */
export const otherPlace: RiskRule = {
  id: 'data/place',
  description: 'a database server, a bucket or an archive in the place of another one',
  example: 'a DSN with another host',
  *judge(difference): Generator<Verdict> {
    if (!difference.before || !difference.after || difference.after.kind === 'batch/Job') return;
    for (const { name, from, to } of variablesIn(difference, /(^|_)BUCKET$/)) {
      yield { risk: 'disruptive', reason: `uses bucket "${to}" (${name}); what is in "${from}" stays there` };
    }
    const isStore = difference.after.kind === 'barmancloud.cnpg.io/ObjectStore';
    for (const { from, to } of isStore ? fieldsAt(difference, 'spec.configuration.destinationPath') : []) {
      yield { risk: 'disruptive', reason: `archives at ${String(to)}; what is at ${String(from)} stays there` };
    }
    for (const { path, from, to } of difference.fields) {
      const [was, is] = [databaseIn(from), databaseIn(to)];
      if (was === undefined || is === undefined || was === is) continue;
      const name = wordsOf(path).findLast((word) => word !== 'value') ?? '';
      yield { risk: 'disruptive', reason: `${name} leads to the database at ${is}; what ${was} holds is not there` };
    }
  },
};

/** Host, port and database of a connection string. */
function databaseIn(value: unknown): string | undefined {
  return /^postgres(?:ql)?:\/\/[^@/]*@([^/?\s]+\/[^?\s]*)/.exec(String(value))?.[1];
}

/** What holds data under another name. */
export const startsEmpty: RiskRule = {
  id: 'data/starts-empty',
  description:
    'an object that holds data and gets another name or namespace: the new one has none of what the old one holds',
  example: 'a database Cluster in another namespace, without `bootstrap.recovery`',
  kinds: kindsWith('startsEmpty'),
  *judge({ before, after, type }): Generator<Verdict> {
    if (type !== 'rename' || !recordOf(after.kind).startsEmpty?.(specOf(after))) return;
    yield { risk: 'disruptive', reason: `starts empty: nobody copies what the old ${titleOf(before)} holds` };
  },
};
