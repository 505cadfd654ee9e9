import type { Environment } from '../../settings/types';
import type { ContainerSpec } from '../constructs/pod';
import { databaseClient } from './psql';
import script from './wait.sh';

/** Seconds that one pod waits; when they are over, the Job tries again with another. */
export const waitSeconds = 300;

/** The init container that waits until the `DATABASE_URL` of a Secret can be used. */
export function waitForServer(env: Environment, secret: string): ContainerSpec {
  // The word after the script is its name, as the first argument of `sh -c` is (POSIX.1-2024, sh).
  return databaseClient(env, secret, {
    name: 'wait',
    command: ['/bin/sh', '-c', script, 'wait', String(waitSeconds)],
  });
}
