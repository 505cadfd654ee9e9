import type { AwsStore, Environment } from '../../../settings/types';
import { namespaceOf, type Place } from '../../places';
import { remoteKey } from '../remote';
import { readerIdentity } from '../store';

type Access = readonly [Place, readonly string[]][];

/** Files for AWS, by path below deploy/: what the IAM role of each namespace may do. */
export function awsFiles(
  env: Environment,
  { region, roleArnPrefix }: AwsStore['aws'],
  access: Access,
): [string, string][] {
  const [, partition = '', , , account = ''] = roleArnPrefix.split(':');
  return access.map(([place, paths]) => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
          // Secrets Manager adds six characters of its own to every name.
          Resource: paths.map(
            (path) => `arn:${partition}:secretsmanager:${region}:${account}:secret:${remoteKey(env, path)}-??????`,
          ),
        },
      ],
    };
    return [`aws/${env.name}/${namespaceOf(env, place)}.json`, `${JSON.stringify(policy, null, 2)}\n`];
  });
}

/** Files for Google Cloud, by path below deploy/: the IAM policy of each secret. */
export function gcpFiles(env: Environment, access: Access): [string, string][] {
  const paths = [...new Set(access.flatMap(([, paths]) => paths))].sort();
  return paths.map((path) => {
    const readers = access.filter(([, paths]) => paths.includes(path)).map(([place]) => readerIdentity(env, place));
    const members = readers.map((account) => `serviceAccount:${account}`);
    const policy = { bindings: [{ role: 'roles/secretmanager.secretAccessor', members }] };
    return [`gcp/${env.name}/${remoteKey(env, path)}.json`, `${JSON.stringify(policy, null, 2)}\n`];
  });
}
