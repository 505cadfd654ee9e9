import type { Environment } from '../../settings/types';
import { isAws, s3Command, userActions } from './rights';
import { type Action, holds, type Step } from './step';

/** Buckets of a provider, made where they are missing; those of a server in the cluster make themselves. */
export function bucketsStep(env: Environment): Step[] {
  const { mode, buckets, region } = env.objectStorage;
  if (mode === 'internal') return [];
  const s3 = s3Command(env);
  const place = region === 'us-east-1' ? '' : ` --create-bucket-configuration LocationConstraint=${region}`;
  const make = (bucket: string, lock: string): Action => ({
    what: `bucket ${bucket}`,
    unless: `${s3} head-bucket --bucket ${bucket} >/dev/null 2>&1`,
    then: `${s3} create-bucket --bucket ${bucket}${lock}${place}`,
  });
  const { audit } = buckets;
  const { mode: retention, days } = env.objectStorage.auditRetention;
  const rule = `{"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "${retention}", "Days": ${days}}}}`;
  const lock = `${s3} get-object-lock-configuration --bucket ${audit} --output json`;
  return [
    {
      name: 'buckets',
      why: 'buckets are there, and nobody can shorten what audit keeps',
      needs: ['jq', 'aws'],
      actions: [
        make(audit, ' --object-lock-enabled-for-bucket'),
        make(buckets.models, ''),
        make(buckets.backups, ''),
        {
          what: `object lock of ${audit}`,
          unless: `${lock} | ${holds('.ObjectLockConfiguration.ObjectLockEnabled == "Enabled"')}`,
          otherwise: 'is off, and only a new bucket can have it; empty and remove this one, or name another',
          first: true,
        },
        {
          what: `retention of ${audit}`,
          unless: `${lock} | ${holds(`.ObjectLockConfiguration.Rule.DefaultRetention | .Mode == "${retention}" and .Days >= ${days}`)}`,
          then: `${s3} put-object-lock-configuration --bucket ${audit} --object-lock-configuration '${rule}'`,
        },
        ...(isAws(env) ? userActions(env) : []),
      ],
    },
  ];
}
