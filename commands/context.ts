import { minorOf } from '../kubernetes/version';
import type { Context } from '../pipeline/checks/rule';
import { externalObjects } from '../settings/external';
import type { Environment } from '../settings/types';

/** What the checks have to know about the cluster of an environment. */
export function contextOf(environment: Environment): Context {
  return {
    minor: minorOf(environment.kubernetes),
    external: externalObjects(environment),
    requireDigest: environment.tier !== 'development',
  };
}
