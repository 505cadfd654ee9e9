import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../support/environments';
import { forgetRoles, makeRoles } from './roles';
import { type Ended, type RunningPod, startPod } from './pod';
import { secretData, valueOf, type Values } from './secrets';
import type { Server } from './servers';
import { type Answer, psql, psqlMeanwhile } from './sql';
import { committed, find, podOf, type Rendered } from './tree';

/** The environments have all three modes of a database. */
export const modes: Readonly<Record<string, keyof typeof makeRoles>> = {
  dev: 'statefulset',
  staging: 'operator',
  production: 'managed',
};

const trees = new Map<string, Rendered[]>();

/** The committed objects of an environment, read once. */
export function tree(environment: string): Rendered[] {
  const objects = trees.get(environment) ?? committed(environment);
  trees.set(environment, objects);
  return objects;
}

/** Makes a tree that nobody has committed known under a name. */
export function addTree(name: string, objects: Rendered[]): void {
  trees.set(name, objects);
}

/** The migrations as an image carries them: those of test/db/schema and, by file name, more. */
export type Migrations = Readonly<Record<string, string>>;

export interface RunOptions {
  /** More migrations than those of the schema. */
  readonly migrations?: Migrations;
  /** Other values than the secret store's first ones. */
  readonly values?: Values;
  /** Other files of ConfigMaps, by file name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where the pod reaches the server. @default its own port */
  readonly through?: { readonly port: number };
}

/** A database of the platform, and what the environment runs against it. */
export class Database {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'bkg-db-'));
  private pods = 0;

  constructor(
    readonly server: Server,
    readonly name: string,
    /** The tree that describes it now. */
    public environment = 'production',
    template = 'template0',
    readonly mode: keyof typeof makeRoles = modes[environment] ?? 'managed',
  ) {
    this.asSuperuser(
      `drop database if exists ${name} with (force);\ncreate database ${name} encoding utf8 template ${template};`,
      'postgres',
    );
  }

  /** Whether a server has a database of that name. */
  static exists(server: Server, name: string): boolean {
    return (
      psql(superuserUrl(server, 'postgres'), `select count(*) from pg_database where datname = '${name}'`).out === '1'
    );
  }

  /** Makes the roles, with the passwords of the secret store, as the mode of the environment does. */
  async withRoles(): Promise<this> {
    forgetRoles(this);
    await makeRoles[this.mode](this, tree(this.environment));
    return this;
  }

  /** The migrations and then the policies, as a roll-out runs them; ends at the first Job that fails. */
  async rollOut(options: RunOptions = {}): Promise<Ended> {
    const migrated = await this.run('Job', 'bkg-db-migration', options);
    return migrated.code === 0 ? this.run('Job', 'bkg-db-policies', options) : migrated;
  }

  /** Runs the pod of a Job or CronJob to its end. */
  run(kind: 'Job' | 'CronJob', name: string, options: RunOptions = {}): Promise<Ended> {
    return this.start(kind, name, options).ended;
  }

  /** Starts the pod of a Job or CronJob. */
  start(kind: 'Job' | 'CronJob', name: string, options: RunOptions = {}): RunningPod {
    const objects = tree(this.environment);
    const folder = path.join(this.folder, String(this.pods++));
    mkdirSync(folder);
    return startPod(podOf(find(objects, kind, name)), {
      folder,
      image: { '/migrations': this.migrationsImage(folder, options.migrations) },
      secret: (secret) => this.secret(secret, options.values, options.through?.port),
      configMap: (configMap) => ({ ...find(objects, 'ConfigMap', configMap).data, ...options.files }),
    });
  }

  /** The data of a Secret, with the address of this server. */
  secret(name: string, values: Values = {}, port = this.server.port): Record<string, string> {
    const data = secretData(tree(this.environment), name, values);
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        value.replace(/@[\w.-]+:\d+\/\w+/, `@127.0.0.1:${port}/${this.name}`),
      ]),
    );
  }

  asSuperuser(script: string, database = this.name): Answer {
    const answer = psql(superuserUrl(this.server, database), script);
    if (answer.err.includes('ERROR')) throw new Error(answer.err);
    return answer;
  }

  /** Goes on beside what the test does next. */
  meanwhile(script: string): Promise<string> {
    return psqlMeanwhile(superuserUrl(this.server, this.name), script);
  }

  /** The same as a role, over TCP. */
  meanwhileAs(role: string, script: string): Promise<string> {
    return psqlMeanwhile(`postgres://${role}@127.0.0.1:${this.server.port}/${this.name}`, script, passwordOf(role));
  }

  /** A session over TCP with the password of the secret store. */
  as(role: string, script: string, password = passwordOf(role), database = this.name): Answer {
    return psql(`postgres://${role}@127.0.0.1:${this.server.port}/${database}`, script, password);
  }

  /** Everything that a Job could have left: objects, rights, rows. Two databases in the same state answer the same. */
  state(without: readonly string[] = []): string[] {
    const tables = this.asSuperuser(
      "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'bkg') order by 1",
    ).out.split('\n');
    const removed = without.map((column) => ` - '${column}'`).join('');
    const rows = tables.map(
      (table) =>
        `select '${table}', count(*), md5(string_agg((to_jsonb(t)${removed})::text, ',' order by (to_jsonb(t)${removed})::text)) from ${table} t;`,
    );
    return this.asSuperuser(readFileSync(path.join(__dirname, 'state.sql'), 'utf8') + rows.join('\n')).out.split('\n');
  }

  drop(): void {
    this.asSuperuser(`drop database if exists ${this.name} with (force);`, 'postgres');
    this.forgetFiles();
  }

  /** Removes the files of its pods. */
  forgetFiles(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private migrationsImage(folder: string, more: Migrations = {}): string {
    const image = path.join(folder, 'image-migrations');
    cpSync(path.join(ROOT, 'test/db/schema'), image, { recursive: true });
    for (const [name, text] of Object.entries(more)) writeFileSync(path.join(image, name), text);
    return image;
  }
}

function superuserUrl({ socket, port }: Server, database: string): string {
  return `postgres:///${database}?host=${socket}&port=${port}&user=postgres`;
}

function passwordOf(role: string): string {
  return valueOf(`database_${role.replace('bkg_', '')}_password`);
}

/** Columns that differ from run to run; `id` because the admin key gets a random one. */
export const volatileColumns = ['id', 'created_at', 'updated_at', 'expires_at', 'installed_on', 'execution_time'];
