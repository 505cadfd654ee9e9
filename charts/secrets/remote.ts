import type { Environment } from '../../settings/types';
import type { Format, Source } from './source';

/** The format of a value in an environment: what somebody else's storage issues cannot be chosen by us. */
export function formatOf(env: Environment, { format, issued }: Source): Format {
  return issued && env.objectStorage.mode === 'external' ? { provided: issued } : format;
}

/** The name of a value's path in the environment's store; each store has its own rules for names. */
export function remoteKey(env: Environment, path: string): string {
  switch (env.secrets.store) {
    case 'vault':
      return `${env.name}/${path}`;
    case 'aws':
      return `bkg/${env.name}/${path}`;
    case 'gcp':
      return `bkg-${env.name}-${path.replaceAll('/', '-')}`;
    case 'generated':
      return path.replaceAll('/', '-');
  }
}
