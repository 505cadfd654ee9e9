import { authorityRef, databaseAuthority } from '../../../charts/bkg-db/authority';
import { namespaceOf } from '../../../charts/places';
import { getCommand } from '../../../charts/secrets/operator/commands';
import { databaseRolesOf, passwordOf } from '../../../charts/secrets/consumers/database';
import type { Environment, ManagedDatabase } from '../../../settings/types';
import { count, type ModeSteps, stamp, type Step } from './text';

/** A server of a provider: the tree stops the writers, the provider restores. */
export function managedSteps(env: Environment, { managed }: ManagedDatabase): ModeSteps {
  const { host, id, isRds } = serverOf(managed);
  const { retentionDays } = env.database.backup;
  return {
    before: [
      {
        text: `Let the provider restore to the moment, into a server of another name. It can when its backups were kept for
   ${retentionDays} days before${isRds ? '; the first command sets that, once' : ''}. The address of the new server goes into \`database.managed.host\` two steps
   on, its network into \`database.managed.cidrs\`. The present one is \`${host}\`.`,
        blocks: isRds ? [{ lines: [keepBackups(id, retentionDays)] }, { lines: rdsRestore(id) }] : [],
      },
      passwords(env, managed),
    ],
    watch: [],
    look: {
      text: 'Look at the data, from where the server can be reached.',
      blocks: [{ lines: look(env) }],
    },
    remove: isRds ? rdsRemove(id) : [],
  };
}

type Server = ManagedDatabase['managed'];

function serverOf({ host }: Server) {
  const [id = ''] = host.split('.');
  return { host, id, isRds: host.endsWith('.rds.amazonaws.com') };
}

function keepBackups(id: string, days: number): string {
  return `aws rds modify-db-instance --db-instance-identifier ${id} --backup-retention-period ${days} --apply-immediately`;
}

/**
 * The new instance gets the network and parameters of the old one; it would get the account's defaults otherwise. A
 * restored one stands in a single zone and can be deleted, whatever the old one was, unless this says so.
 */
function rdsRestore(id: string): string[] {
  return [
    `old() { aws rds describe-db-instances --db-instance-identifier ${id} --output text --query "DBInstances[0].$1"; }`,
    `aws rds restore-db-instance-to-point-in-time --source-db-instance-identifier ${id} \\`,
    `  --target-db-instance-identifier ${id}-${stamp} --restore-time "$AT" \\`,
    '  --multi-az --deletion-protection \\',
    `  --db-subnet-group-name "$(old DBSubnetGroup.DBSubnetGroupName)" \\`,
    `  --db-parameter-group-name "$(old 'DBParameterGroups[0].DBParameterGroupName')" \\`,
    `  --vpc-security-group-ids $(old 'VpcSecurityGroups[].VpcSecurityGroupId')`,
    `aws rds wait db-instance-available --db-instance-identifier ${id}-${stamp}`,
  ];
}

/** An instance that came out of a restore is protected; the final snapshot is the way back from here. */
function rdsRemove(id: string): string[] {
  const instance = `--db-instance-identifier ${id}`;
  return [
    `aws rds modify-db-instance ${instance} --no-deletion-protection --apply-immediately`,
    `aws rds wait db-instance-available ${instance}`,
    `aws rds delete-db-instance ${instance} --final-db-snapshot-identifier ${id}-final`,
  ];
}

/**
 * Before the tree changes, because the first thing that does is to ask the new server with the present password of the
 * daemon. `\password` sends a hash, so that no log of the server gets a password.
 */
function passwords(env: Environment, server: Server): Step {
  return {
    text: `Give every role the password that the store has now. The new server has those of the moment: one that was
   replaced since would stop the connection check, and everything behind it. For each role the first command shows the
   password and the second asks for it, twice. The administrator is whoever ran \`roles.sql\`, with the password of the
   moment.`,
    blocks: [{ lines: [...newServer(env, server), ...authorityCommand(env)] }, { lines: passwordCommands(env) }],
  };
}

/** Shows and asks for each password; in braces, because a prompt would take the lines that are pasted after it. */
function passwordCommands(env: Environment): string[] {
  const commands = databaseRolesOf(env).flatMap((role) => [
    getCommand(env, passwordOf(role)),
    `psql "$SERVER" --command '\\password bkg_${role}'`,
  ]);
  return ['{', ...commands.map((command) => `  ${command}`), '}'];
}

/** Where the new server answers to its administrator. */
function newServer(env: Environment, server: Server): string[] {
  const { id, isRds } = serverOf(server);
  const query = `aws rds describe-db-instances --db-instance-identifier ${id}-${stamp} --output text --query`;
  const [address, administrator] = isRds
    ? [`$(${query} 'DBInstances[0].Endpoint.Address')`, `$(${query} 'DBInstances[0].MasterUsername')`]
    : ['new.example.org # what the provider calls it', 'postgres'];
  return [
    `ADDRESS=${address}`,
    `ADMINISTRATOR=${administrator}`,
    `SERVER="host=$ADDRESS port=${server.port} dbname=${env.database.name} user=$ADMINISTRATOR ${tlsOf(env)}"`,
    'echo "$ADDRESS"',
  ];
}

/** What a person's `psql` says about TLS. */
function tlsOf(env: Environment): string {
  const { sslMode } = env.database;
  if (databaseAuthority(env) !== undefined) return `sslmode=${sslMode} sslrootcert=${authorityRef.key}`;
  return `sslmode=${sslMode === 'disable' ? 'disable' : 'require'}`;
}

/** Fetches the authority for a person's `psql`, where servers are verified. */
function authorityCommand(env: Environment): string[] {
  const { name, key } = authorityRef;
  if (databaseAuthority(env) === undefined) return [];
  const path = `{.data.${key.replaceAll('.', '\\.')}}`;
  return [`kubectl -n ${namespaceOf(env, 'bkg-db')} get configmap ${name} -o jsonpath='${path}' >${key}`];
}

function look(env: Environment): string[] {
  const secret = `kubectl -n ${namespaceOf(env, 'bkg-db')} get secret postgres-connection-check`;
  // In the cluster the authority lies elsewhere.
  const here = databaseAuthority(env) === undefined ? '' : ` | sed 's|sslrootcert=.*|sslrootcert=${authorityRef.key}|'`;
  return [`psql "$(${secret} -o jsonpath='{.data.DATABASE_URL}' | base64 -d${here})" -c '${count}'`];
}
