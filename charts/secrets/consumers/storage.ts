import type { Environment } from '../../../settings/types';
import { verifiesAudit } from '../../object-storage/rights';
import { sandboxPlace } from '../../places';
import { storeCopies } from '../../secret-store-backup/access';
import type { Source } from '../source';
import { replacedAuditKey, sources } from '../sources';
import type { ConsumerSecret, SecretKey } from './secret';

/** The key with a credentials file of the AWS command line. */
export const credentialsKey = 'credentials';

function credentialsFile(accessKey: Source, secretKey: Source): SecretKey {
  return {
    key: credentialsKey,
    from: [accessKey, secretKey],
    template: '[default]\naws_access_key_id = {{ % }}\naws_secret_access_key = {{ % }}\n',
  };
}

/** The identity for backups, as a file for our own containers. */
export const backupFile = credentialsFile(sources.backupAccessKey, sources.backupSecretKey);

/** The identity for backups as two keys, which is how CloudNativePG's plugin wants it. */
export const backupKeys: readonly SecretKey[] = [
  { key: 'AWS_ACCESS_KEY_ID', from: sources.backupAccessKey },
  { key: 'AWS_SECRET_ACCESS_KEY', from: sources.backupSecretKey },
];

/** Name of what verifies the audit log, and of its Secret. */
export const auditVerification = 'audit-log-verification';

/** The keys that have signed the audit log, the oldest first; the last one is in use. */
export function hmacKeys({ objectStorage }: Environment): SecretKey[] {
  const replaced = objectStorage.auditVerification?.replacedKeys ?? [];
  return [
    ...replaced.map((until, index) => ({ key: `key-${index + 1}`, from: replacedAuditKey(index + 1, until) })),
    { key: 'key', from: sources.auditKey },
  ];
}

/** What works on buckets, each with its own identity. */
export function storageSecrets(env: Environment): ConsumerSecret[] {
  const internal = env.objectStorage.mode === 'internal';
  const buckets: ConsumerSecret = {
    name: 'buckets',
    place: 'object-storage',
    keys: [
      credentialsFile(sources.bucketsAccessKey, sources.bucketsSecretKey),
      ...(internal ? identitiesOf(env).map(({ key, id }) => ({ key, from: id })) : []),
    ],
  };
  const secrets = internal ? [buckets, serverSecret(env)] : [buckets];
  if (env.kernel.audit.enabled) {
    const keys = [credentialsFile(sources.auditAccessKey, sources.auditSecretKey)];
    secrets.push({ name: 'audit-shipper', place: sandboxPlace(env), keys });
  }
  if (verifiesAudit(env)) {
    const keys = [credentialsFile(sources.verifierAccessKey, sources.verifierSecretKey), ...hmacKeys(env)];
    secrets.push({ name: auditVerification, place: sandboxPlace(env), keys });
  }
  if (storeCopies(env)) {
    const keys = [credentialsFile(sources.copiesAccessKey, sources.copiesSecretKey)];
    secrets.push({ name: 'secret-store-backup', place: 'secret-store-backup', keys });
  }
  if (env.database.mode === 'operator') secrets.push({ name: 'bkg-db-backup', place: 'bkg-db', keys: backupKeys });
  return secrets;
}

/** One identity in the file of the cluster's own S3 server; its name is a key, so it is there twice. */
const identity = '{{ % | toJson }}: {"access": {{ % | toJson }}, "secret": {{ % | toJson }}, "role": "user"}';

/** Whom the cluster's own S3 server lets into which bucket. */
export function identitiesOf(env: Environment): { key: string; id: Source; secret: Source }[] {
  const { auditAccessKey, auditSecretKey, backupAccessKey, backupSecretKey } = sources;
  const { verifierAccessKey, verifierSecretKey } = sources;
  return [
    { key: 'AUDIT_ACCESS_KEY_ID', id: auditAccessKey, secret: auditSecretKey },
    { key: 'BACKUPS_ACCESS_KEY_ID', id: backupAccessKey, secret: backupSecretKey },
    ...(verifiesAudit(env)
      ? [{ key: 'VERIFIER_ACCESS_KEY_ID', id: verifierAccessKey, secret: verifierSecretKey }]
      : []),
  ];
}

/** What the cluster's own S3 server knows: the owner of all buckets, and in a file those who get some of them. */
function serverSecret(env: Environment): ConsumerSecret {
  const identities = identitiesOf(env);
  return {
    name: 'object-storage',
    place: 'object-storage',
    keys: [
      { key: 'ROOT_ACCESS_KEY', from: sources.bucketsAccessKey },
      { key: 'ROOT_SECRET_KEY', from: sources.bucketsSecretKey },
      {
        key: 'users.json',
        from: identities.flatMap(({ id, secret }) => [id, id, secret]),
        // The space keeps the brace of the file apart from those of the template.
        template: `{"accessAccounts": { ${identities.map(() => identity).join(', ')} }}`,
      },
    ],
  };
}
