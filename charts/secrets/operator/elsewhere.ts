import type { Environment } from '../../../settings/types';
import { keepsSigningKey } from './signing';

/** A secret of the platform, or something people take for one, that is not in the store. */
export interface Elsewhere {
  readonly what: string;
  readonly where: string;
  readonly rotation: string;
}

/** Everything the platform's documents name that no store holds, and where it is instead. */
export function elsewhere(env: Environment): Elsewhere[] {
  const file = `environments/${env.name}.yaml`;
  return [
    {
      what: 'API keys of namespaces',
      where: 'with the tenants; the database holds hashes, an administrator issues them at `POST /api/v1/auth/keys`',
      rotation: `end after ${env.secrets.namespaceKeyDays} days, see \`secrets.namespaceKeyDays\``,
    },
    {
      what: 'Model-access and session keys',
      where: 'nowhere: documented for one hour, the platform does not have them yet',
      rotation: '–',
    },
    {
      what: 'Password of `bkg_owner`',
      where: 'nowhere: it owns the tables, and nobody logs in as it',
      rotation: '–',
    },
    { what: 'Superuser, backup and replication of the database', where: database[env.database.mode], rotation: '–' },
    ...(env.database.mode === 'managed' ? [reporting] : []),
    ...(keepsSigningKey(env) ? [] : [signingKey]),
    {
      what: 'cosign public key',
      where: `\`imageVerification.publicKeys\` in \`${file}\`: it is public; ${verified(env)}`,
      rotation: 'with the private key; both for a while ([how](../runbooks/secrets.md#signing-key))',
    },
    {
      what: 'Key that signs where `gitops/` comes from, and its password',
      where:
        'secrets `COSIGN_PRIVATE_KEY` (PEM, as in the key file) and `COSIGN_PASSWORD` of the workflow ' +
        '`.github/workflows/publish.yaml`, made by `cosign generate-key-pair`; never in a cluster',
      rotation: 'every 365 days, and after an incident ([how](../runbooks/secrets.md#publishing-key))',
    },
    { what: 'Certificates of the public hosts', where: certificates(env), rotation: 'by their issuer' },
    {
      what: 'WalletConnect project id',
      where: 'a build argument of the Admin-UI image; it is public',
      rotation: '–',
    },
  ];
}

function verified({ imageVerification }: Environment): string {
  if (!imageVerification) return 'not set here, so nothing verifies signatures';
  return `${imageVerification.engine} verifies with it`;
}

const signingKey: Elsewhere = {
  what: 'cosign private key and its password',
  where: 'nowhere that this environment knows: nothing here verifies with its other half',
  rotation: '–',
};

const database: Record<Environment['database']['mode'], string> = {
  statefulset: '`database/superuser` above makes the backups; there is one server',
  operator: 'CloudNativePG makes what it needs itself; backups go to object storage as `object-storage/backups` above',
  managed:
    "with the provider, who makes the backups; `charts/bkg-db/sql/roles.sql` is run as the server's administrator",
};

const reporting: Elsewhere = {
  what: 'Password of `bkg_reporting`',
  where: 'with the people who use it; nothing in the cluster does',
  rotation: 'every 90 days ([how](../runbooks/secrets.md#database-passwords))',
};

function certificates({ route }: Environment): string {
  if (route.kind === 'gateway') {
    return `the listeners of Gateway \`${route.gateway.name}\` in \`${route.gateway.namespace}\``;
  }
  return route.certificates === 'store'
    ? 'in the store, under `tls/…` above'
    : `Secrets that cert-manager makes, from ${route.issuer?.kind ?? ''} \`${route.issuer?.name ?? ''}\``;
}
