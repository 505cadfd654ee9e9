import type { Environment } from '../../../settings/types';
import { hostSources } from '../sources';
import type { ConsumerSecret } from './secret';

const hosts = { api: 'cave-daemon', admin: 'admin-ui', app: 'web-app' } as const;

/** Certificates of the public hosts, where the store has them; the Ingress of each names its Secret. */
export function certificateSecrets(env: Environment): ConsumerSecret[] {
  if (env.route.kind !== 'ingress' || env.route.certificates !== 'store') return [];
  return (Object.keys(hosts) as (keyof typeof hosts)[]).map((host) => {
    const { certificate, key } = hostSources(host);
    return {
      name: `${hosts[host]}-tls`,
      place: hosts[host],
      type: 'kubernetes.io/tls',
      keys: [
        { key: 'tls.crt', from: certificate },
        { key: 'tls.key', from: key },
      ],
    };
  });
}
