import type { Environment } from '../../../settings/types';
import { pathsByPlace } from '../access';
import { consumerSecrets } from '../consumers';
import { awsFiles, gcpFiles } from './cloud';
import { operatorPage } from './page';
import { vaultFiles } from './vault';

const stores = { vault: vaultFiles, aws: awsFiles, gcp: gcpFiles, generated: () => [] } as const;

/**
 * What the people who run the store of an environment need, by path in the repository: a page that lists every value,
 * and who may read what as files for the store. It follows from the same list as the ExternalSecrets.
 */
export function operatorFiles(env: Environment): ReadonlyMap<string, string> {
  const consumers = consumerSecrets(env);
  const files = stores[env.secrets.store](env, pathsByPlace(consumers));
  return new Map([
    [`docs/secrets/${env.name}.md`, operatorPage(env, consumers)],
    ...files.map(([file, text]): [string, string] => [`deploy/${file}`, text]),
  ]);
}
