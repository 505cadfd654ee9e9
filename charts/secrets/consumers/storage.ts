import type { Environment } from '../../../settings/types';
import { sandboxPlace } from '../../places';
import { storeCopies } from '../../secret-store-backup/access';
import type { Source } from '../source';
import { sources } from '../sources';
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

/** What works on buckets, each with its own identity. */
export function storageSecrets(env: Environment): ConsumerSecret[] {
  const internal = env.objectStorage.mode === 'internal';
  const buckets: ConsumerSecret = {
    name: 'buckets',
    place: 'object-storage',
    keys: [credentialsFile(sources.bucketsAccessKey, sources.bucketsSecretKey), ...(internal ? identityKeys : [])],
  };
  const secrets = internal ? [buckets, serverSecret] : [buckets];
  if (env.kernel.audit.enabled) {
    const keys = [credentialsFile(sources.auditAccessKey, sources.auditSecretKey)];
    secrets.push({ name: 'audit-shipper', place: sandboxPlace(env), keys });
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
const identityKeys: readonly SecretKey[] = [
  { key: 'AUDIT_ACCESS_KEY_ID', from: sources.auditAccessKey },
  { key: 'BACKUPS_ACCESS_KEY_ID', from: sources.backupAccessKey },
];

/** What the cluster's own S3 server knows: the owner of all buckets, and in a file those who get some of them. */
const serverSecret: ConsumerSecret = {
  name: 'object-storage',
  place: 'object-storage',
  keys: [
    { key: 'ROOT_ACCESS_KEY', from: sources.bucketsAccessKey },
    { key: 'ROOT_SECRET_KEY', from: sources.bucketsSecretKey },
    {
      key: 'users.json',
      from: [
        sources.auditAccessKey,
        sources.auditAccessKey,
        sources.auditSecretKey,
        sources.backupAccessKey,
        sources.backupAccessKey,
        sources.backupSecretKey,
      ],
      // The space keeps the brace of the file apart from those of the template.
      template: `{"accessAccounts": { ${identity}, ${identity} }}`,
    },
  ],
};
