import { mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { cronProblem, isDns1035Label } from '../../../../kubernetes/syntax';
import { quantityOf } from '../cluster/resources';
import { forKinds, repeated, wrong } from '../for-kinds';

const group = 'postgresql.cnpg.io';

/** How large a database is. */
export const databaseSize = forKinds({
  id: 'value/database-size',
  description: 'a database cluster without a size for its storage, or with an invalid one',
  example: '`storage: { size: 10 GB }`',
  kinds: `${group}/Cluster`,
  *check(object) {
    const spec = mapOf(object.spec);
    for (const field of ['storage', 'walStorage']) {
      const { size, pvcTemplate } = mapOf(spec[field]);
      const amount = quantityOf(size);
      if (amount === undefined && pvcTemplate === undefined && spec[field] !== undefined)
        yield wrong(['spec', field], 'needs a size; set "size"');
      else if (amount !== undefined && !(amount > 0))
        yield wrong(['spec', field, 'size'], `"${String(size)}" is not a valid size; write one like "10Gi"`);
    }
  },
});

/** How a database begins, and what it is made of. */
export const databaseStart = forKinds({
  id: 'value/database-cluster',
  description:
    'a database cluster with two ways to bootstrap, a name that its pods cannot have, or an image beside a catalogue',
  example: '`bootstrap: { initdb: {}, recovery: {} }`',
  kinds: `${group}/Cluster`,
  *check(object) {
    const spec = mapOf(object.spec);
    const starts = Object.entries(mapOf(spec.bootstrap)).filter(([, value]) => value !== null);
    if (starts.length > 1) yield wrong(['spec', 'bootstrap'], 'has more than one way to begin; keep one');
    const name = textOf(mapOf(object.metadata).name) ?? '';
    if (name !== '' && (name.length > 50 || !isDns1035Label(name)))
      yield wrong(
        ['metadata', 'name'],
        `"${name}" cannot begin the names of pods; use a DNS label of at most 50 characters`,
      );
    if (textOf(spec.imageName) && spec.imageCatalogRef !== undefined)
      yield wrong(['spec', 'imageName'], 'excludes "imageCatalogRef"; keep one');
  },
});

/** How many copies wait for each other. */
export const databaseReplicas = forKinds({
  id: 'value/database-replicas',
  description: 'a database cluster that waits for more copies than it has',
  example: '`{ instances: 2, minSyncReplicas: 2, maxSyncReplicas: 2 }`',
  kinds: `${group}/Cluster`,
  *check(object) {
    const { instances = 1, minSyncReplicas = 0, maxSyncReplicas = 0 } = mapOf(object.spec);
    if (typeof instances !== 'number' || typeof minSyncReplicas !== 'number' || typeof maxSyncReplicas !== 'number')
      return;
    if (maxSyncReplicas > 0 && maxSyncReplicas >= instances)
      yield wrong(['spec', 'maxSyncReplicas'], `must be below "instances", ${instances}`);
    if (minSyncReplicas > maxSyncReplicas)
      yield wrong(['spec', 'minSyncReplicas'], `must not be above "maxSyncReplicas", ${maxSyncReplicas}`);
  },
});

/** Roles are there once. */
export const databaseRoles = forKinds({
  id: 'value/database-role-twice',
  description: 'the same role twice in a database cluster',
  example: 'two roles `name: api`',
  kinds: `${group}/Cluster`,
  *check(object) {
    const roles = mapsOf(mapOf(mapOf(object.spec).managed).roles).map(({ item, index }) => ({
      key: textOf(item.name),
      path: ['spec', 'managed', 'roles', index, 'name'],
    }));
    yield* repeated(roles, (name) => `the role "${name}" is there already; put them together`);
  },
});

/** When backups are made. */
export const backupSchedule = forKinds({
  id: 'value/backup-schedule',
  description: 'a schedule of a database backup that does not have six fields, seconds first',
  example: '`schedule: "30 2 * * *"`',
  kinds: `${group}/ScheduledBackup`,
  *check(object) {
    const { schedule } = mapOf(object.spec);
    const problem = typeof schedule === 'string' ? cronProblem(schedule, 6) : undefined;
    if (problem) yield wrong(['spec', 'schedule'], `${problem}; write "seconds minutes hours day month weekday"`);
  },
});
