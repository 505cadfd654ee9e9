import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { programs } from './support/programs';
import { psql } from './support/sql';
import { onEveryRelease } from './support/suite';

const script = path.join(ROOT, 'deploy/terraform/modules/database/administrator.sh');
const sql = path.join(ROOT, 'charts/bkg-db/sql/roles.sql');
const roles = ['bkg_auditor', 'bkg_exporter', 'bkg_migrator', 'bkg_reporting', 'bkg_service'];
const folder = temporaryFolder();

/** All that the script may change: roles with their passwords, memberships, settings, rights on databases. */
const catalogue = `
  select a.* from pg_authid a order by rolname;
  select roleid::regrole, member::regrole, admin_option from pg_auth_members order by 1, 2;
  select setdatabase, setrole::regrole, setconfig from pg_db_role_setting order by 1, 2;
  select datname, datdba::regrole, datacl from pg_database order by 1;`;

onEveryRelease((server, { major }) => {
  const passwords = path.join(folder, major);
  const url = (user: string) => `postgresql://${user}@127.0.0.1:${server().port}/bkg_db`;
  const superuser = (statements: string, database = 'bkg_db') =>
    psql(`postgresql://postgres@/${database}?host=${server().socket}&port=${server().port}`, statements);
  const run = () => {
    const connection = { PGHOST: '127.0.0.1', PGPORT: `${server().port}`, PGDATABASE: 'bkg_db', PGSSLMODE: 'disable' };
    const env = { PATH: programs, HOME: folder, ...connection, PGUSER: 'bkg_administrator', PGPASSWORD: 'cloud' };
    const { status, stdout, stderr } = spawnSync(script, [sql, passwords], { env, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  };
  const give = (role: string, password: string) => writeFileSync(path.join(passwords, role), `${password}\n`);

  // As the module makes the server: its administrator may make roles, owns the database, and is no superuser.
  beforeAll(() => {
    mkdirSync(passwords);
    const made = superuser(
      `create role bkg_administrator login createrole createdb password 'cloud';
       grant pg_monitor to bkg_administrator with admin option;
       create database bkg_db owner bkg_administrator;`,
      'postgres',
    );
    expect(made.err).toBe('');
  });

  test('names every password that is missing', () => {
    give('bkg_service', 'service-1');
    const ran = run();
    expect(ran.code).toBe(1);
    expect(ran.err.trim().split('\n')).toEqual(
      roles
        .filter((role) => role !== 'bkg_service')
        .map((role) => `${passwords}/${role} is missing: the password of ${role}, from the secret store`),
    );
  });

  test('lets each role log in with its password, and a second run changes nothing', () => {
    for (const role of roles) give(role, `${role}'s "secret" \\ one`);
    const said = roles.map((role) => `${role} has its password\n`).join('');
    expect(run()).toEqual({ code: 0, out: said, err: '' });
    for (const role of roles) {
      const { out } = psql(url(role), 'select session_user', `${role}'s "secret" \\ one`);
      expect(out).toBe(role);
    }
    const before = superuser(catalogue);
    expect(before.err).toBe('');
    expect(run()).toEqual({ code: 0, out: '', err: '' });
    expect(superuser(catalogue).out).toBe(before.out);
  });

  test('makes the roles as roles.sql wants them', () => {
    const asked = (statement: string) => superuser(statement).out.split('\n');
    expect(asked('select pg_get_userbyid(datdba) from pg_database where datname = current_database()')).toEqual([
      'bkg_owner',
    ]);
    expect(
      asked(
        "select rolname from pg_roles where rolname like 'bkg\\_%' and not rolcanlogin or rolname like 'bkg\\_%' and rolsuper",
      ),
    ).toEqual(['bkg_owner']);
    expect(
      asked(`select member::regrole || ' in ' || roleid::regrole from pg_auth_members
             where member::regrole::text <> 'bkg_administrator' and member::regrole::text like 'bkg%' order by 1`),
    ).toEqual(['bkg_exporter in pg_monitor', 'bkg_migrator in bkg_owner', 'bkg_migrator in bkg_reporting']);
    expect(psql(url('bkg_migrator'), 'select current_user', `bkg_migrator's "secret" \\ one`).out).toBe('bkg_owner');
  });

  test('gives one that was replaced, and that alone', () => {
    give('bkg_service', 'service-2');
    expect(run()).toEqual({ code: 0, out: 'bkg_service has its password\n', err: '' });
    expect(psql(url('bkg_service'), 'select session_user', 'service-2').out).toBe('bkg_service');
    rmSync(passwords, { recursive: true });
  });
});
