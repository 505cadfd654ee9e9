import { platform } from '../../../scripts/import/terraform/platform';
import type { Environment } from '../../../settings/types';

/** The word that each value has which an operator gives; the provider's own begin with the other one. */
export const given = 'Given0';
export const generated = 'Generated0';

/** What an operator says to an example, as a file of variables. */
export function answers(env: Environment, more: Readonly<Record<string, unknown>> = {}): string {
  const secrets = platform(env).secrets ?? {};
  const values = Object.entries(secrets).map(([path, keys]) => {
    const asked = Object.entries(keys).filter(([, format]) => format === 'provided');
    return [path, Object.fromEntries(asked.map(([key]) => [key, `${given}-${key}`]))] as const;
  });
  return JSON.stringify({
    cluster: { config_path: '~/.kube/config', config_context: env.name },
    ...(values.length > 0 && { values: Object.fromEntries(values.filter(([, keys]) => Object.keys(keys).length > 0)) }),
    ...(env.secrets.store === 'vault' && { api_server: { host: 'https://10.20.0.1', ca: 'PEM' } }),
    ...(env.secrets.store === 'aws' && { oidc_provider: 'arn:aws:iam::123456789012:oidc-provider/oidc.example/id/1' }),
    ...(env.database.mode === 'managed' && {
      database: {
        network: { subnet_ids: ['subnet-1', 'subnet-2'], security_group_ids: ['sg-1'] },
        instance_class: 'db.m7g.large',
        storage: { size: 100, limit: 400 },
      },
    }),
    ...more,
  });
}
