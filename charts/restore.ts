import { at } from '../kubernetes/access';
import { podOf } from '../kubernetes/kinds';
import type { Environment } from '../settings/types';
import { restoreDrill } from './bkg-db/drill';
import type { Manifest } from './component';
import { database, flows } from './flows';
import { databaseAddress, namespaceOf } from './places';
import type { Stage } from './stages';

const nameLabel = 'app.kubernetes.io/name';

/**
 * Clients of the database that change no row of it and so keep running. The new server needs its roles and their present
 * passwords. Whoever is not listed counts as a writer.
 */
const readers: ReadonlySet<string> = new Set([
  'postgres-backup',
  'postgres-connection-check',
  'postgres-exporter',
  'postgres-roles',
]);

/** Workloads, as `<namespace>/<name>`, that must not run while the database goes back to an earlier moment. */
export function stoppedWorkloads(env: Environment): ReadonlySet<string> {
  if (!env.database.restore) return new Set();
  const target = JSON.stringify(database(env));
  const { port } = databaseAddress(env);
  const writers = flows(env).flatMap(({ from, to, ports }) => {
    const name = from.podLabels[nameLabel];
    if (name === undefined || readers.has(name) || !ports.includes(port) || JSON.stringify(to) !== target) return [];
    return [`${from.namespace}/${name}`];
  });
  return new Set([
    ...writers,
    // The one calls the API, the other reads an archive that has only begun: neither could go well.
    `${namespaceOf(env, 'checks')}/post-deploy-check`,
    `${namespaceOf(env, 'bkg-db')}/${restoreDrill}`,
  ]);
}

/** An object as it is during a restore: one of the workloads has no replicas or no runs, everything else stays. */
export function stopped(manifest: Manifest, workloads: ReadonlySet<string>): Manifest {
  const name = at(podOf(manifest)?.metadata, ['labels', nameLabel]);
  if (!workloads.has(`${manifest.metadata.namespace}/${name}`)) return manifest;
  const runs = manifest.kind === 'Job' || manifest.kind === 'CronJob';
  return { ...manifest, spec: { ...(manifest.spec as object), ...(runs ? { suspend: true } : { replicas: 0 }) } };
}

/** The order during a restore: the API stops before the new server starts, where otherwise it waits for the database. */
export function restoreOrder(stages: readonly Stage[]): Stage[] {
  const isDatabase = (name: string) => name === 'bkg-db' || name.startsWith('bkg-db-');
  const waveOf = (name: string) => stages.find(({ component }) => component === name)?.wave ?? 0;
  const later = waveOf('cave-daemon') - waveOf('bkg-db') + 1;
  return stages.map((stage) => {
    if (!isDatabase(stage.component)) {
      return { ...stage, dependsOn: stage.dependsOn.filter((name) => !isDatabase(name)) };
    }
    const before = stage.component === 'bkg-db' ? [...stage.dependsOn, 'cave-daemon'].sort() : stage.dependsOn;
    return { ...stage, dependsOn: before, wave: stage.wave + later };
  });
}
