/** Where a secret of the platform's documents has to be found in an environment with Vault. */
export interface DocumentedSecret {
  readonly name: string;
  /** Keys of consumers' Secrets, as `place: key`. */
  readonly read?: readonly string[];
  /** Values of the operator's list, as `path key`. */
  readonly stored?: readonly string[];
  /** The same of those that no namespace reads. */
  readonly signing?: readonly string[];
  /** The row of what is not in the store. */
  readonly elsewhere?: string;
  /** Days it may be used at most, where the documents say so. */
  readonly days?: number;
}

/** The table of secrets in the platform's fact sheet (section 8), row by row. */
export const documentedSecrets: readonly DocumentedSecret[] = [
  {
    name: 'BKG_DB_DSN',
    read: ['cave-daemon: BKG_DB_DSN', 'bkg-db: DATABASE_URL'],
    stored: ['database/service password', 'database/migrator password'],
    // Suggested there, not demanded.
    days: 90,
  },
  {
    name: 'Postgres owner, replication, backup and exporter passwords',
    read: ['bkg-db: DATA_SOURCE_NAME'],
    stored: ['database/exporter password'],
    elsewhere: 'Superuser, backup and replication of the database',
  },
  { name: 'Postgres owner', elsewhere: 'Password of `bkg_owner`' },
  {
    name: 'CAVE_AUDIT_LOG_HMAC_KEY',
    read: ['cave-kernel: CAVE_AUDIT_LOG_HMAC_KEY'],
    stored: ['audit/hmac key'],
  },
  {
    name: 'CAVE_ROTATION_WEBHOOK_SECRET',
    read: ['cave-daemon: CAVE_ROTATION_WEBHOOK_SECRET'],
    stored: ['daemon/rotation-webhook key'],
  },
  {
    name: 'Admin API key',
    read: ['checks: BKG_API_KEY', 'bkg-db: ADMIN_KEY_SHA256'],
    stored: ['api/admin-key token'],
    days: 90,
  },
  { name: 'Namespace keys', elsewhere: 'API keys of namespaces', days: 30 },
  { name: 'Model-access and session keys', elsewhere: 'Model-access and session keys' },
  { name: 'JWT_SECRET', read: ['cave-daemon: JWT_SECRET'], stored: ['daemon/jwt secret'] },
  { name: 'cosign key and password', signing: ['release/cosign key', 'release/cosign password'], days: 365 },
  { name: 'cosign public key', elsewhere: 'cosign public key' },
  { name: 'TLS of the ingress', elsewhere: 'Certificates of the public hosts' },
  {
    name: 'BKG_TLS_CERT, BKG_TLS_KEY and BKG_OPERATOR_CA',
    read: ['cave-daemon: tls.crt', 'cave-daemon: tls.key', 'cave-daemon: ca.crt'],
    stored: ['daemon/tls certificate', 'daemon/tls key', 'daemon/tls operator-ca'],
  },
  {
    name: 'OTLP headers',
    read: ['telemetry: OBSERVABILITY_AUTHORIZATION'],
    stored: ['telemetry/observability authorization'],
  },
  {
    name: 'S3 credentials',
    read: ['cave-kernel: credentials', 'object-storage: credentials'],
    stored: [
      'object-storage/audit access-key-id',
      'object-storage/audit secret-access-key',
      'object-storage/buckets access-key-id',
      'object-storage/buckets secret-access-key',
    ],
  },
  {
    name: 'Registry pull secret',
    read: ['cave-kernel: .dockerconfigjson'],
    stored: ['registry/pull dockerconfigjson'],
  },
  { name: 'WalletConnect project id', elsewhere: 'WalletConnect project id' },
];
