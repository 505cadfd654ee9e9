import { archiveOf } from '../../../charts/bkg-db/archive';
import { baseBackupJob } from '../../../charts/bkg-db/base-backups';
import { restoreDrill } from '../../../charts/bkg-db/drill';
import { databaseServer } from '../../../charts/bkg-db/restore-id';
import { rolesJob } from '../../../charts/bkg-db/roles';
import { namespaceOf, storageEndpoint } from '../../../charts/places';
import type { Environment } from '../../../settings/types';
import { count, type ModeSteps, stamp } from './text';

/** A CloudNativePG Cluster that recovers from the archive of another. */
export function operatorSteps(env: Environment): ModeSteps {
  const kubectl = `kubectl -n ${namespaceOf(env, 'bkg-db')}`;
  const { old, server } = servers(env);
  // What holds nothing the one engine has pruned, the other has not.
  const remove = `${kubectl} delete --ignore-not-found`;
  return {
    before: [],
    watch: [`${kubectl} logs -f job/${server}-1-full-recovery --all-containers`, `${kubectl} get cluster ${server} -w`],
    look: {
      text: 'Look at the data.',
      blocks: [{ lines: [`${kubectl} exec ${server}-1 -c postgres -- psql ${env.database.name} -c '${count}'`] }],
    },
    after: {
      text: 'The new server makes a base backup at once. When it is there, prove that it restores.',
      blocks: [{ lines: [`${kubectl} get backups`, runNow(kubectl, restoreDrill)] }],
    },
    remove: [`${remove} cluster,scheduledbackup,networkpolicy ${old}`, removeArchive(env)],
  };
}

/** A StatefulSet that starts on a base backup and replays WAL. */
export function statefulSetSteps(env: Environment): ModeSteps {
  const kubectl = `kubectl -n ${namespaceOf(env, 'bkg-db')}`;
  const { old, server } = servers(env);
  // What holds nothing the one engine has pruned, the other has not.
  const remove = `${kubectl} delete --ignore-not-found`;
  const inside = (command: string) =>
    `${kubectl} exec statefulset/${server} -c postgres -- sh -c 'export PGPASSWORD=$POSTGRES_PASSWORD; ${command}'`;
  return {
    before: [],
    watch: [
      ...['fetch', 'unpack', 'postgres'].map((name) => `${kubectl} logs -f statefulset/${server} -c ${name}`),
      `${kubectl} rollout status statefulset/${server}`,
    ],
    look: {
      text: 'Look at the data.',
      blocks: [{ lines: [inside(`psql -U postgres ${env.database.name} -c "${count}"`)] }],
    },
    ready: {
      text: 'Passwords are those of the moment again; a CronJob sets the present ones every ten minutes, and now.',
      blocks: [{ lines: [runNow(kubectl, rolesJob)] }],
    },
    after: {
      text: 'An archive without a base backup restores nothing: make one, and when it is there, prove that it restores.',
      blocks: [{ lines: [runNow(kubectl, baseBackupJob), runNow(kubectl, restoreDrill)] }],
    },
    remove: [
      `${remove} statefulset,service,networkpolicy ${old}`,
      `${kubectl} delete pvc data-${old}-0`,
      removeArchive(env),
    ],
  };
}

/** The present server and the new one. */
function servers(env: Environment): { old: string; server: string } {
  return { old: databaseServer(env, env.database.incarnation), server: databaseServer(env, stamp) };
}

function runNow(kubectl: string, cronJob: string): string {
  return `${kubectl} create job --from=cronjob/${cronJob} ${cronJob}-by-hand`;
}

/** An archive is worth keeping as long as any backup is. */
function removeArchive(env: Environment): string {
  const { buckets, mode } = env.objectStorage;
  const archive = archiveOf(env, env.database.incarnation);
  const namespace = namespaceOf(env, 'object-storage');
  const command =
    mode === 'internal'
      ? `kubectl -n ${namespace} exec deployment/object-storage -- rm -r /data/buckets/${buckets.backups}/${archive}`
      : `aws s3 rm --recursive --endpoint-url ${storageEndpoint(env)} s3://${buckets.backups}/${archive}/`;
  return `${command} # not within ${env.database.backup.retentionDays} days`;
}
