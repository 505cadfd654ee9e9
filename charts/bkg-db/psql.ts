import type { Environment } from '../../settings/types';
import { secretVariables, variables } from '../constructs/env';
import type { ContainerSpec } from '../constructs/pod';
import { smallResources } from '../constructs/quantities';
import { authorityFiles } from './authority';

/** The `postgres` user of the official Debian image; clients have no need of an account and run as the same. */
export const databaseUser = 999;

/** A container of the Postgres image that logs in with the `DATABASE_URL` of a Secret. */
export function databaseClient(
  env: Environment,
  secret: string,
  container: Pick<ContainerSpec, 'name' | 'command' | 'args' | 'volumeMounts'> & {
    readonly secretKeys?: string[];
    readonly variables?: Readonly<Record<string, string>>;
  },
): ContainerSpec {
  const { secretKeys = [], variables: own = {}, ...rest } = container;
  return {
    ...rest,
    image: env.database.image,
    env: [...variables({ PGCONNECT_TIMEOUT: '5' }, own), ...secretVariables(secret, ['DATABASE_URL', ...secretKeys])],
    resources: smallResources(),
    files: authorityFiles(env),
  };
}

/** The command that runs SQL files, in order and in one transaction: all of it happens, or nothing. */
export function psqlCommand(files: readonly string[]): string[] {
  return [...psqlStatements(), '--single-transaction', ...files.map((file) => `--file=${file}`)];
}

/** The command that runs one SQL file whose statements each commit on their own. */
export function psqlStatements(...files: readonly string[]): string[] {
  return [
    'psql',
    '$(DATABASE_URL)',
    '--no-psqlrc',
    '--quiet',
    '--set=ON_ERROR_STOP=1',
    ...files.map((file) => `--file=${file}`),
  ];
}
