import type { Environment } from '../../settings/types';

/** What an identity may do in a bucket, as S3 calls it. */
type Actions = readonly string[];

/** Adds objects with their retention, and looks whether they have arrived (ship-audit-log.sh); it removes nothing. */
export const auditRights: Actions = [
  's3:PutObject',
  's3:PutObjectRetention',
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectRetention',
];

/** What barman-cloud needs to keep, find and expire backups. */
export const backupRights: Actions = [
  's3:ListBucket',
  's3:ListBucketMultipartUploads',
  's3:GetBucketLocation',
  's3:PutObject',
  's3:GetObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
];

/** Looks whether a bucket is there (check-buckets.sh). */
const presence: Actions = ['s3:ListBucket'];

type Bucket = keyof Environment['objectStorage']['buckets'];

/** Each identity of object storage by the last part of its path in the store, and what it may do in which bucket. */
export function storageRights(env: Environment): Readonly<Record<string, Partial<Record<Bucket, Actions>>>> {
  return {
    ...(env.kernel.audit.enabled && { audit: { audit: auditRights } }),
    ...(env.database.mode !== 'managed' && { backups: { backups: backupRights } }),
    buckets: {
      audit: [...presence, 's3:GetBucketVersioning', 's3:GetBucketObjectLockConfiguration'],
      models: presence,
      backups: presence,
    },
  };
}
