import type { Rotation, Source } from './source';

/** The database roles that log in everywhere, each with a password of its own. */
export const databaseRoles = ['migrator', 'service', 'reporting', 'exporter', 'auditor'] as const;
/** The same, and the role that is there while a colour of the daemon has a shadow. */
export type DatabaseRole = (typeof databaseRoles)[number] | 'shadow';

/** The same for our own server, which nobody else backs up. */
export const serverRoles = [...databaseRoles, 'backup'] as const;
export type ServerRole = (typeof serverRoles)[number] | DatabaseRole;

// The platform's documents give no period for database passwords and storage credentials; 90 days is ours.
const databaseRotation: Rotation = { section: 'database-passwords', days: 90 };
const storageRotation: Rotation = { section: 'storage-credentials', days: 90 };

function rolePassword(role: ServerRole | 'shadow', description: string) {
  return {
    path: `database/${role}`,
    property: 'password',
    format: 'password',
    description,
    rotation: databaseRotation,
  } as const;
}

/** The two values of an identity of object storage. */
function identity(name: string, path: string, may: string) {
  const common = { path, rotation: storageRotation };
  return {
    id: {
      ...common,
      property: 'access-key-id',
      format: { constant: name },
      description: `access key of the identity that ${may}`,
      issued: 'the id of an access key of its own, from the provider',
    },
    secret: {
      ...common,
      property: 'secret-access-key',
      format: 'password',
      description: `secret of the identity that ${may}`,
      issued: 'the secret of that access key',
    },
  } as const;
}

const audit = identity('bkg-audit', 'object-storage/audit', 'adds objects with retention to the audit bucket');
const verifier = identity('bkg-verifier', 'object-storage/verifier', 'reads every version of the audit bucket');
const backups = identity(
  'bkg-backups',
  'object-storage/backups',
  'reads, adds and removes objects of the backup bucket',
);
/** Always somebody else's, even where the platform runs its own S3 server. */
const copies = { path: 'object-storage/copies', rotation: storageRotation } as const;
const buckets = identity('bkg-buckets', 'object-storage/buckets', 'reads the settings of all three buckets');

/** Every value the platform reads from a store, by a short name. */
export const sources = {
  superuserPassword: {
    path: 'database/superuser',
    property: 'password',
    format: 'password',
    description: 'password of `postgres`, the superuser of a single server',
    rotation: databaseRotation,
  },
  migratorPassword: rolePassword('migrator', 'password of `bkg_migrator`, which changes tables and policies'),
  servicePassword: rolePassword('service', 'password of `bkg_service`, the daemon'),
  reportingPassword: rolePassword('reporting', 'password of `bkg_reporting`, which reads one namespace at a time'),
  exporterPassword: rolePassword('exporter', 'password of `bkg_exporter`, which reads statistics'),
  auditorPassword: rolePassword('auditor', 'password of `bkg_auditor`, which checks who may what'),
  backupPassword: rolePassword('backup', 'password of `bkg_backup`, which takes base backups of a single server'),
  shadowPassword: rolePassword(
    'shadow',
    'password of `bkg_shadow`, a daemon that gets copies of reads and cannot write',
  ),
  adminKey: {
    path: 'api/admin-key',
    property: 'token',
    format: 'password',
    description: 'key of the platform administrator; the database holds only its hash',
    // The guide's period for admin keys; charts/bkg-db/sql/admin-key.sql gives a key exactly that long.
    rotation: { section: 'admin-key', days: 90 },
  },
  jwtSecret: {
    path: 'daemon/jwt',
    property: 'secret',
    format: 'password',
    description: 'signs session tokens one day; the guide names it, no code reads it yet',
    rotation: { section: 'jwt-secret' },
  },
  webhookKey: {
    path: 'daemon/rotation-webhook',
    property: 'key',
    format: 'base64-key',
    description: 'signs what the daemon tells others about replaced API keys; without it those calls answer 503',
    rotation: { section: 'webhook-key' },
  },
  daemonCertificate: {
    path: 'daemon/tls',
    property: 'certificate',
    format: { provided: 'PEM, the certificate of the daemon and the chain up to its authority' },
    description: 'certificate of the daemon (`BKG_TLS_CERT`); the guide names it, no code reads it yet',
    rotation: { section: 'certificates' },
  },
  daemonCertificateKey: {
    path: 'daemon/tls',
    property: 'key',
    format: { provided: 'PEM, the key of that certificate' },
    description: 'key of that certificate (`BKG_TLS_KEY`)',
    rotation: { section: 'certificates' },
  },
  operatorAuthority: {
    path: 'daemon/tls',
    property: 'operator-ca',
    format: { provided: 'PEM, the authority that issues the certificates of operators' },
    description: 'whose client certificates are those of operators (`BKG_OPERATOR_CA`)',
    rotation: { section: 'certificates' },
  },
  auditKey: {
    path: 'audit/hmac',
    property: 'key',
    format: 'base64-key',
    description: 'signs every line of the audit log; old ones are needed as long as the logs they signed',
    rotation: { section: 'audit-key' },
  },
  auditAccessKey: audit.id,
  auditSecretKey: audit.secret,
  verifierAccessKey: verifier.id,
  verifierSecretKey: verifier.secret,
  backupAccessKey: backups.id,
  backupSecretKey: backups.secret,
  copiesAccessKey: {
    ...copies,
    property: 'access-key-id',
    format: { provided: 'the id of an access key of its own, from the account that keeps copies' },
    description: 'access key of the identity that adds copies with retention to the bucket of another account',
  },
  copiesSecretKey: {
    ...copies,
    property: 'secret-access-key',
    format: { provided: 'the secret of that access key' },
    description: 'secret of that identity',
  },
  bucketsAccessKey: buckets.id,
  bucketsSecretKey: buckets.secret,
  alertWebhook: {
    path: 'monitoring/alert-webhook',
    property: 'url',
    format: { provided: 'an `https://` address, from whoever runs the on-call system' },
    description: 'where Alertmanager sends alerts',
    rotation: { section: 'provided-values' },
  },
  pullSecret: {
    path: 'registry/pull',
    property: 'dockerconfigjson',
    format: { provided: 'the `config.json` that `docker login` writes for a read-only account of the registry' },
    description: 'credentials of the image registry',
    rotation: { section: 'provided-values' },
  },
} as const satisfies Record<string, Source>;

/** A key that signed the audit log until another one replaced it. */
export function replacedAuditKey(number: number, until: string): Source {
  return {
    path: `audit/hmac-${number}`,
    property: 'key',
    format: { provided: 'the value that `audit/hmac` had until then' },
    description: `signed the audit log until ${until}`,
    rotation: { section: 'audit-key' },
  };
}

/** The authorization header of a telemetry backend. */
export function backendSource(backend: string): Source {
  return {
    path: `telemetry/${backend}`,
    property: 'authorization',
    format: { provided: 'a whole header value such as `Bearer …`, from whoever runs the backend' },
    description: `authorization of the telemetry backend \`${backend}\``,
    rotation: { section: 'provided-values' },
  };
}

/** Certificate and key of a public host, where the store has them instead of cert-manager. */
export function hostSources(host: 'api' | 'admin' | 'app'): { certificate: Source; key: Source } {
  const common = { path: `tls/${host}`, rotation: { section: 'certificates' } };
  return {
    certificate: {
      ...common,
      property: 'certificate',
      format: { provided: 'PEM, the certificate of the host and the chain up to its authority' },
      description: `certificate of the public host \`${host}\``,
    },
    key: {
      ...common,
      property: 'key',
      format: { provided: 'PEM, the key of that certificate' },
      description: `key of the certificate of \`${host}\``,
    },
  };
}
