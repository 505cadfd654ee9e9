import { archiveOf } from '../../../charts/bkg-db/archive';
import { baseBackupJob } from '../../../charts/bkg-db/base-backups';
import { restoreDrill } from '../../../charts/bkg-db/drill';
import { databaseServer } from '../../../charts/bkg-db/incarnation';
import { rolesJob } from '../../../charts/bkg-db/roles';
import { namespaceOf, storageEndpoint } from '../../../charts/places';
import type { Environment } from '../../../pipeline/environment/types';
import type { ModeSteps } from './text';

/** What stands for the new incarnation in a shell. */
const stamp = '$STAMP';
const count = 'select count(*) from sandboxes';

/** A CloudNativePG Cluster that recovers from the archive of another. */
export function operatorSteps(env: Environment): ModeSteps {
  const kubectl = `kubectl -n ${namespaceOf(env, 'bkg-db')}`;
  const { old, server } = servers(env);
  return {
    watch: [`${kubectl} logs -f job/${server}-1-full-recovery --all-containers`, `${kubectl} get cluster ${server} -w`],
    look: {
      text: 'Look at the data.',
      blocks: [{ lines: [`${kubectl} exec ${server}-1 -c postgres -- psql ${env.database.name} -c '${count}'`] }],
    },
    after: {
      text: 'The new server makes a base backup at once. When it is there, prove that it restores.',
      blocks: [{ lines: [`${kubectl} get backups`, runNow(kubectl, restoreDrill)] }],
    },
    remove: [`${kubectl} delete cluster ${old}`, removeArchive(env)],
  };
}

/** A StatefulSet that starts on a base backup and replays WAL. */
export function statefulSetSteps(env: Environment): ModeSteps {
  const kubectl = `kubectl -n ${namespaceOf(env, 'bkg-db')}`;
  const { old, server } = servers(env);
  const inside = (command: string) =>
    `${kubectl} exec statefulset/${server} -c postgres -- sh -c 'export PGPASSWORD=$POSTGRES_PASSWORD; ${command}'`;
  return {
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
    remove: [`${kubectl} delete statefulset,service ${old}`, `${kubectl} delete pvc data-${old}-0`, removeArchive(env)],
  };
}

/** A server of a provider: the tree stops the writers, the provider restores. */
export function managedSteps(env: Environment): ModeSteps {
  const host = env.database.managed?.host ?? '';
  const [id = ''] = host.split('.');
  const isRds = host.endsWith('.rds.amazonaws.com');
  const secret = `kubectl -n ${namespaceOf(env, 'bkg-db')} get secret postgres-connection-check`;
  const { retentionDays } = env.database.backup;
  return {
    before: {
      text: `Let the provider restore to the moment, into a server of another name. It can when its backups were kept for
   ${retentionDays} days before${isRds ? '; the first command sets that, once' : ''}. The address of the new server goes into \`database.managed.host\` in the next
   step, its network into \`database.managed.cidrs\`. The present one is \`${host}\`.`,
      blocks: isRds ? [{ lines: [keepBackups(id, retentionDays)] }, { lines: rdsRestore(id) }] : [],
    },
    watch: [],
    look: {
      text: 'Look at the data, from where the server can be reached.',
      blocks: [{ lines: [`psql "$(${secret} -o jsonpath='{.data.DATABASE_URL}' | base64 -d)" -c '${count}'`] }],
    },
    remove: isRds
      ? [`aws rds delete-db-instance --db-instance-identifier ${id} --final-db-snapshot-identifier ${id}-final`]
      : [],
  };
}

function keepBackups(id: string, days: number): string {
  return `aws rds modify-db-instance --db-instance-identifier ${id} --backup-retention-period ${days} --apply-immediately`;
}

/** The new instance gets the network and parameters of the old one; it would get the account's defaults otherwise. */
function rdsRestore(id: string): string[] {
  return [
    `old() { aws rds describe-db-instances --db-instance-identifier ${id} --output text --query "DBInstances[0].$1"; }`,
    `aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier ${id} \\`,
    `  --target-db-instance-identifier ${id}-${stamp} --restore-time "$AT" \\`,
    `  --db-subnet-group-name "$(old DBSubnetGroup.DBSubnetGroupName)" \\`,
    `  --db-parameter-group-name "$(old 'DBParameterGroups[0].DBParameterGroupName')" \\`,
    `  --vpc-security-group-ids $(old 'VpcSecurityGroups[].VpcSecurityGroupId')`,
    `aws rds wait db-instance-available --db-instance-identifier ${id}-${stamp}`,
    `aws rds describe-db-instances --db-instance-identifier ${id}-${stamp} --query 'DBInstances[0].Endpoint.Address'`,
  ];
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
