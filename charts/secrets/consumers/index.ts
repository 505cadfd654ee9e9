import type { Environment } from '../../../settings/types';
import { placesOf } from '../../places';
import { sources } from '../sources';
import { certificateSecrets } from './certificates';
import { daemonSecrets } from './daemon';
import { databaseSecrets } from './database';
import { monitoringSecrets } from './monitoring';
import type { ConsumerSecret } from './secret';
import { storageSecrets } from './storage';

export { backendVariable } from './monitoring';
export { type ConsumerSecret, type SecretKey, valuesOf } from './secret';

/** Name of the Secret with registry credentials, the same in every namespace. */
export const pullSecretName = 'registry-pull';

/** The pull secret that pods name, where the environment has one. */
export function pullSecretOf(env: Environment): string | undefined {
  return env.secrets.pullSecret ? pullSecretName : undefined;
}

/** Every Secret of an environment. */
export function consumerSecrets(env: Environment): ConsumerSecret[] {
  return [
    ...daemonSecrets(env),
    ...databaseSecrets(env),
    ...storageSecrets(env),
    ...monitoringSecrets(env),
    ...certificateSecrets(env),
    {
      name: 'post-deploy-check',
      place: 'checks',
      keys: [{ key: 'BKG_API_KEY', from: sources.adminKey }],
    },
    ...pullSecrets(env),
  ];
}

function pullSecrets(env: Environment): ConsumerSecret[] {
  if (!env.secrets.pullSecret) return [];
  return placesOf(env).map((place) => ({
    name: pullSecretName,
    place,
    type: 'kubernetes.io/dockerconfigjson',
    keys: [{ key: '.dockerconfigjson', from: sources.pullSecret }],
  }));
}
