import type { AwsStore, Environment, GcpStore, VaultStore } from '../../../settings/types';
import { namespaceOf } from '../../places';
import { pathsByPlace } from '../access';
import type { ConsumerSecret } from '../consumers';
import { remoteKey } from '../remote';
import { authConfigCommand, reviewerFile, reviewerName } from './reviewer';
import { sources } from '../sources';
import { readerAccount, readerIdentity } from '../store';

/** Paragraphs that tell which store it is and what has to be done there once. */
export function storeSetup(env: Environment, consumers: readonly ConsumerSecret[]): string[] {
  const { secrets } = env;
  switch (secrets.store) {
    case 'vault':
      return vault(env, secrets.vault);
    case 'aws':
      return aws(env, secrets.aws, consumers);
    case 'gcp':
      return gcp(env, secrets.gcp, consumers);
    case 'generated':
      return generated(env);
  }
}

function vault(env: Environment, { server, mount, authMount }: VaultStore['vault']): string[] {
  return [
    `The store is Vault at ${server}: KV version 2 at \`${mount}\`, the Kubernetes auth method of this cluster at ` +
      `\`${authMount}\`. Each namespace has a role and a policy of its own, which reads what is listed for it below.`,
    `The store asks the cluster about their tokens as ServiceAccount \`${reviewerName(env)}\`, whose only right is \`system:auth-delegator\`.`,
    'Once, and again when the files change; `npm run -s bootstrap` does the same and looks first:',
    shell(
      `vault secrets list | grep -q '^${mount}/' || vault secrets enable -path=${mount} -version=2 kv`,
      `vault auth list | grep -q '^${authMount}/' || vault auth enable -path=${authMount} kubernetes`,
      `kubectl apply --server-side -f deploy/${reviewerFile(env)}`,
      authConfigCommand(env, authMount),
      `for file in deploy/vault/${env.name}/policies/*.hcl; do vault policy write "$(basename "$file" .hcl)" "$file"; done`,
      `for file in deploy/vault/${env.name}/roles/*.json; do vault write "auth/${authMount}/role/$(basename "$file" .json)" "@$file"; done`,
    ),
  ];
}

function aws(env: Environment, { region }: AwsStore['aws'], consumers: readonly ConsumerSecret[]): string[] {
  const roles = pathsByPlace(consumers).map(([place]) => {
    const name = (readerIdentity(env, place) ?? '').replace(/^.*:role\//, '').replace(/^.*\//, '');
    return (
      `aws iam put-role-policy --role-name ${name} --policy-name secrets ` +
      `--policy-document file://deploy/aws/${env.name}/${namespaceOf(env, place)}.json`
    );
  });
  return [
    `The store is AWS Secrets Manager in ${region}. Each namespace has an IAM role that its ` +
      `service account \`${readerAccount}\` may assume through the cluster's OIDC provider.`,
    'Once the roles are there, and again when the files change:',
    shell(...roles),
  ];
}

function gcp(
  env: Environment,
  { projectId: project }: GcpStore['gcp'],
  consumers: readonly ConsumerSecret[],
): string[] {
  const accounts = pathsByPlace(consumers).flatMap(([place]) => {
    const namespace = namespaceOf(env, place);
    const member = `serviceAccount:${project}.svc.id.goog[${namespace}/${readerAccount}]`;
    return [
      `gcloud iam service-accounts create ${namespace}`,
      `gcloud iam service-accounts add-iam-policy-binding ${readerIdentity(env, place) ?? ''} ` +
        `--role=roles/iam.workloadIdentityUser --member='${member}'`,
    ];
  });
  return [
    `The store is Secret Manager of project \`${project}\`. Each namespace has a service account of Google Cloud that ` +
      `its \`${readerAccount}\` acts as.`,
    'Once:',
    shell(...accounts),
    'When the secrets below exist, and again when the files change:',
    shell(
      `for file in deploy/gcp/${env.name}/*.json; do gcloud secrets set-iam-policy "$(basename "$file" .json)" "$file"; done`,
    ),
  ];
}

function generated(env: Environment): string[] {
  const namespace = namespaceOf(env, 'secrets');
  return [
    `Nothing has to be put anywhere: generators make every value inside the cluster, in namespace \`${namespace}\`. ` +
      'They are the only copy. The admin key is renewed every 60 days, everything else is made once.',
    'To look at one, as somebody who may read Secrets there:',
    shell(
      `kubectl -n ${namespace} get secret ${remoteKey(env, sources.adminKey.path)} ` +
        `-o jsonpath='{.data.${sources.adminKey.property}}' | base64 -d`,
    ),
  ];
}

function shell(...lines: readonly string[]): string {
  return `\`\`\`sh\n${lines.join('\n')}\n\`\`\``;
}
