import type { Environment, ManagedDatabase, OperatedDatabase, SingleDatabase } from '../../../settings/types';
import managed from './expected-managed.tsv';
import operator from './expected-operator.tsv';
import shadow from './expected-shadow.tsv';
import statefulset from './expected-statefulset.tsv';
import { hasShadow, shadowConnections, shadowObject } from '../shadow';
import facts from './facts.sql';
import objects from './objects.sql';

type Mode = Environment['database']['mode'];

/** One line of an expected file: the object, what is true of it, and the releases of Postgres that say it so; all if none. */
type Expected = readonly [object: string, fact: string, releases?: string];

/** What a fresh server of each mode answers after our own SQL; `npm run update-access` writes the files. */
const expected: Record<Mode, readonly Expected[]> = {
  managed: parse(managed),
  operator: parse(operator),
  statefulset: parse(statefulset),
};

/** What the same server answers besides where a colour of the daemon has a shadow. */
const ofShadow: readonly Expected[] = parse(shadow);

/**
 * What may be there or not without a shadow: the role of one that is over, which may not even connect. It goes when the operator
 * or an administrator comes to it, and that is after the policies have taken away what it may do.
 */
const spare = `object = ${literal(shadowObject)} and fact like 'may log in, over %'
      or (object, fact) in (${ofShadow
        .filter(([object]) => object.startsWith('role '))
        .map(([object, fact]) => `(${literal(object)}, ${literal(fact)})`)
        .join(', ')})`;

/** How many connections the role may have differs between environments. */
function shadowFacts(env: Environment): readonly Expected[] {
  if (!hasShadow(env)) return [];
  return [...ofShadow, [shadowObject, `may log in, over ${shadowConnections(env)} connections`]];
}

function parse(text: string): Expected[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t') as unknown as Expected);
}

/** Extensions that a database may have: PL/pgSQL comes with Postgres, the other one only counts statements. */
const extensions = ['plpgsql', 'pg_stat_statements'];

/**
 * Roles that a server brings: as these CloudNativePG's replicas, pooler and metrics log in
 * (https://cloudnative-pg.io/docs/1.29/postgresql_conf/#the-pg_hba-section and `…/monitoring/`).
 */
const rolesOfMode: Record<Mode, readonly string[]> = {
  managed: [],
  operator: ['streaming_replica', 'cnpg_pooler_pgbouncer', 'cnpg_metrics_exporter'],
  statefulset: [],
};

/** What the audit has to know of the server. */
export type AuditedServer = Pick<SingleDatabase | OperatedDatabase, 'mode'> | ManagedDatabase;

/** A `do` block in which `objects` and `facts` can be asked. */
export function accessBlock(server: AuditedServer, declarations: string, body: string): string {
  const { mode } = server;
  const { roles = [], extensions: more = [] } = (mode === 'managed' && server.managed.provided) || {};
  return `do $access$
declare
  -- On a provider's server some roles and rights are not ours to know.
  provided constant boolean := ${mode === 'managed'};
  known_roles constant name[] := ${array([...rolesOfMode[mode], ...roles])};
  allowed_extensions constant text[] := ${array([...extensions, ...more])};
${declarations}begin
${body}end $access$;
`;
}

/** `with` clause of a query that asks for `objects` and `facts`, of which more may follow. */
export const accessQuery = `with ${objects.trimEnd()}, ${facts.trimEnd()}`;

/** Stops when privileged sessions would look into a schema in which somebody else has put something. */
export function foreignObjects(server: AuditedServer): string {
  return `-- Whoever may create in a schema that the owner's sessions look into could have made a function or an operator that
-- they would call by mistake. So nothing is done while anything of somebody else's is there.
set search_path = pg_catalog;
${accessBlock(
  server,
  '  problems text[];\n',
  `  problems := array(
    with ${objects.trimEnd()}
    select name || coalesce(' belongs to ' || pg_get_userbyid(owner), '') from objects
    where (owner is null or pg_get_userbyid(owner) not in ('bkg_owner', 'pg_database_owner'))
      -- Only the daemon looks into its own schema.
      and coalesce(schema, '') not in ('bkg_service', 'bkg_shadow')
    order by 1
  );
  if cardinality(problems) > 0 then
    raise exception E'find out who made these, and drop them before anything else runs here:\\n%', array_to_string(problems, E'\\n');
  end if;
`,
)}`;
}

/** The audit of a roll-out: remembers what this release expects, and undoes everything when there is anything else. */
export function auditRollOut(env: Environment): string {
  return `-- Holds who may what against what a fresh server answers after these files, and undoes the whole transaction when
-- anything differs. A new table is refused until policies.sql has a line for it.
set search_path = pg_catalog;
-- To compile this question takes longer than to answer it.
set jit = off;
${accessBlock(
  env.database,
  '  problems text[];\n',
  `  create temporary table shipped on commit drop as with ${shipped(env)} table shipped;
  -- The database remembers objects of a newer release, which an older one meets after a roll-back.
  delete from bkg.expected_access where object in (select object from pg_temp.shipped);
  ${accessQuery}
  delete from bkg.expected_access where not exists (select from facts where facts.object = expected_access.object);
  insert into bkg.expected_access table pg_temp.shipped;
  problems := array(
    ${accessQuery}
    ${differences(env, 'bkg.expected_access')}
  );
  if cardinality(problems) > 0 then
    raise exception E'who may what is not as these files have it; a new table needs a line in policies.sql:\\n%', array_to_string(problems, E'\\n');
  end if;
`,
)}`;
}

/** The audit between roll-outs: keeps the number of differences where monitoring reads it, and fails when there are any. */
export function auditDrift(env: Environment): string {
  return `-- Asks again what the last roll-out asked, against this file and not against what the database says of itself.
set search_path = pg_catalog;
-- To compile this question takes longer than to answer it.
set jit = off;
${accessBlock(
  env.database,
  '  problems text[];\n',
  `  problems := array(
    ${accessQuery}, ${shipped(env)}, expected as (
      table shipped
      union all
      select object, fact from bkg.expected_access where object not in (select object from shipped)
    )
    ${differences(env, 'expected')}
  );
  insert into bkg.checks (name, problems, checked_at) values ('access', cardinality(problems), now())
  on conflict (name) do update set problems = excluded.problems, checked_at = excluded.checked_at;
  commit;
  if cardinality(problems) > 0 then
    raise exception E'since the last roll-out somebody has changed who may what:\\n%', array_to_string(problems, E'\\n');
  end if;
`,
)}`;
}

function differences(env: Environment, expected: string): string {
  const counted = hasShadow(env) ? '' : ` where not (${spare})`;
  return `select 'not expected: ' || object || ' ' || fact from (table facts except table ${expected}) more${counted}
    union all
    select 'missing: ' || object || ' ' || fact from (table ${expected} except table facts) less${counted}
    order by 1`;
}

/** The expected facts as a table, without those of other releases of Postgres. */
function shipped(env: Environment): string {
  const lines = [...expected[env.database.mode], ...shadowFacts(env)];
  const rows = lines.map(
    ([object, fact, releases = '']) => `    (${literal(object)}, ${literal(fact)}, ${literal(releases)})`,
  );
  return `shipped (object, fact) as (
    select object, fact from (values
${rows.join(',\n')}
    ) line (object, fact, releases)
    where releases = '' or current_setting('server_version_num')::int / 10000 = any (string_to_array(releases, ' ')::int[])
  )`;
}

function array(items: readonly string[]): string {
  return `array[${items.map(literal).join(', ')}]::text[]`;
}

/** A string constant of SQL; backslashes mean themselves (`standard_conforming_strings`, on since Postgres 9.1). */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
