import { listOf, mapOf } from '../../../kubernetes/access';
import { wordsOf } from '../paths';
import { fieldsAt, fieldsWithin, type RiskRule, specOf, titleOf, type Verdict } from './rule';

/** Where kinds say how long something is kept: a number and a unit. */
const keptFor: Readonly<Record<string, { readonly field: string; readonly what: string }>> = {
  'barmancloud.cnpg.io/ObjectStore': { field: 'spec.retentionPolicy', what: 'backups' },
  'postgresql.cnpg.io/Cluster': { field: 'spec.backup.retentionPolicy', what: 'backups' },
  'monitoring.coreos.com/Prometheus': { field: 'spec.retention', what: 'samples' },
};

/** What is kept for a shorter time. */
export const retentionShortened: RiskRule = {
  id: 'data/retention',
  says: 'backups, samples or records that are kept for a shorter time: what is older is deleted for good',
  example: '`retentionPolicy: 7d` where it was `30d`',
  *judge(difference): Generator<Verdict> {
    if (difference.sort === 'remove' || difference.sort === 'add') return;
    const known = keptFor[difference.after.kind];
    const stated = known
      ? fieldsAt(difference, known.field).map(({ from, to }) => ({ what: known.what, from, to }))
      : [];
    const variables = fieldsWithin(difference, 'spec').flatMap(({ path, from, to }) => {
      const [list, name, value] = wordsOf(path).slice(-3);
      return list === 'env' && value === 'value' && name?.endsWith('RETENTION_DAYS')
        ? [{ what: `data, by ${name},`, from: `${String(from)}d`, to: `${String(to)}d` }]
        : [];
    });
    for (const { what, from, to } of [...stated, ...variables]) {
      if (hoursOf(to) < hoursOf(from)) {
        yield {
          risk: 'irreversible',
          reason: `keeps ${what} for ${String(to)} instead of ${String(from)}: what is older is deleted for good`,
        };
      }
    }
  },
};

/** Units of Prometheus, which are those of barman as well, but for its months. */
const hours: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168, m: 730, y: 8760 };

/** Not a number when it is no such duration; nothing is less than that. */
function hoursOf(text: unknown): number {
  const [, number, unit = ''] = /^(\d+)([hdwmy])$/.exec(String(text)) ?? [];
  return Number(number) * (hours[unit] ?? Number.NaN);
}

/** What holds data under another name. */
export const startsEmpty: RiskRule = {
  id: 'data/starts-empty',
  says: 'an object that holds data and gets another name or namespace: the new one has none of what the old one holds',
  example: 'a database Cluster in another namespace, without `bootstrap.recovery`',
  kinds: ['/PersistentVolumeClaim', 'apps/StatefulSet', 'postgresql.cnpg.io/Cluster'],
  *judge({ before, after, sort }): Generator<Verdict> {
    if (sort !== 'rename') return;
    const { volumeClaimTemplates, bootstrap, dataSource, dataSourceRef } = specOf(after);
    const holdsNothing = after.kind === 'apps/StatefulSet' && listOf(volumeClaimTemplates).length === 0;
    const { initdb, ...origins } = mapOf(bootstrap);
    const isFilled = dataSource ?? dataSourceRef ?? mapOf(initdb).import ?? Object.values(origins)[0];
    if (holdsNothing || isFilled !== undefined) return;
    yield { risk: 'disruptive', reason: `starts empty: nobody copies what the old ${titleOf(before)} holds` };
  },
};
