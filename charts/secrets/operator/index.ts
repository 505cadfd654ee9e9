import type { Environment } from '../../../settings/types';
import type { Place } from '../../places';
import { pathsByPlace } from '../access';
import { consumerSecrets } from '../consumers';
import { awsFiles, gcpFiles } from './cloud';
import { operatorPage } from './page';
import { vaultFiles } from './vault';

/**
 * What the people who run the store of an environment need, by path in the repository: a page that lists every value,
 * and who may read what as files for the store. It follows from the same list as the ExternalSecrets.
 */
export function operatorFiles(env: Environment): ReadonlyMap<string, string> {
  const consumers = consumerSecrets(env);
  const files = storeFiles(env, pathsByPlace(consumers));
  return new Map([
    [`docs/secrets/${env.name}.md`, operatorPage(env, consumers)],
    ...files.map(([file, text]): [string, string] => [`deploy/${file}`, text]),
  ]);
}

function storeFiles(env: Environment, access: readonly [Place, readonly string[]][]): [string, string][] {
  const { secrets } = env;
  switch (secrets.store) {
    case 'vault':
      return vaultFiles(env, secrets.vault.mount, access);
    case 'aws':
      return awsFiles(env, secrets.aws, access);
    case 'gcp':
      return gcpFiles(env, access);
    case 'generated':
      return [];
  }
}
