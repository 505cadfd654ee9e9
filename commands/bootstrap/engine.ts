import { namespaceOf, storageEndpoint } from '../../charts/places';
import type { Environment } from '../../settings/types';
import { type Action, holds, type Step } from './step';

/** Buckets of a provider, made where they are missing; those of a server in the cluster make themselves. */
export function bucketsStep(env: Environment): Step[] {
  const { mode, buckets, region } = env.objectStorage;
  if (mode === 'internal') return [];
  const s3 = `aws --endpoint-url "\${AWS_ENDPOINT_URL:-${storageEndpoint(env)}}" --region ${region} s3api`;
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
      ],
    },
  ];
}

/** The objects that tell the engine what to reconcile; everything after them is its own business. */
export function engineStep(env: Environment): Step {
  return {
    name: 'engine',
    why: 'the engine knows the repository and the environment',
    actions: [...env.delivery.engines]
      .sort()
      .slice(0, 1)
      .map((engine) => ({
        what: `gitops/${env.name}/${engine}`,
        unless: `kubectl diff -k gitops/${env.name}/${engine} >/dev/null 2>&1`,
        then: `kubectl apply -k gitops/${env.name}/${engine}`,
      })),
  };
}

/** The verdict of the Job that asks the platform whether it works. */
export function verdictStep(env: Environment): Step {
  const job = `kubectl -n ${namespaceOf(env, 'checks')}`;
  const label = 'app.kubernetes.io/name=post-deploy-check';
  return {
    name: 'verdict',
    why: 'the platform works, as its own check says',
    actions: [
      {
        what: 'the post-deploy check',
        unless: `${job} get jobs -l ${label} -o json | ${holds('[.items[] | select(any(.status.conditions[]?; .type == "Complete" and .status == "True"))] | length > 0')}`,
        then: `${job} wait --for=condition=complete --timeout=${env.delivery.rollOutMinutes}m jobs -l ${label}`,
        otherwise: `has not ended well; see ${job} logs -l ${label} --tail=50`,
      },
    ],
  };
}
