import { storageRights } from '../../charts/object-storage/rights';
import { storageEndpoint } from '../../charts/places';
import { consumerSecrets } from '../../charts/secrets/consumers';
import { getCommand } from '../../charts/secrets/operator/commands';
import { distinctValues } from '../../charts/secrets/operator/page';
import { remoteKey } from '../../charts/secrets/remote';
import type { Environment } from '../../settings/types';
import { type Action, holds, quoted, type Step } from './step';
import type { Program } from './programs';

/** A call of the S3 API. */
export function s3Command(env: Environment): string {
  const { region } = env.objectStorage;
  return `aws --endpoint-url "\${AWS_ENDPOINT_URL:-${storageEndpoint(env)}}" --region ${region} s3api`;
}

/** Whether the provider has users of IAM, whose rights are theirs; elsewhere the bucket's policy has them. */
export function isAws({ objectStorage }: Environment): boolean {
  return objectStorage.mode === 'external' && /\.amazonaws\.com(\.cn)?$/.test(objectStorage.external.host);
}

/** Statement of a policy about one bucket. */
function statement(env: Environment, bucket: string, actions: readonly string[]) {
  const partition = storageEndpoint(env).endsWith('.cn') ? 'aws-cn' : 'aws';
  const arn = `arn:${partition}:s3:::${bucket}`;
  return { Effect: 'Allow', Action: actions, Resource: [arn, `${arn}/*`] };
}

/** Lists in one order, and what may be one text or a list of them as a list: servers give policies back either way. */
const plain =
  'def plain: (.Action, .Resource) |= ([.] | flatten | sort) | ' +
  'if .Principal then .Principal |= ([.AWS? // .] | flatten | sort) else . end | del(.Sid); ';

/** A user of IAM for each identity, with the rights that it needs. Their keys go from people's hands to the store. */
export function userActions(env: Environment): Action[] {
  return Object.entries(storageRights(env)).flatMap(([identity, rights]): Action[] => {
    const user = `bkg-${env.name}-${identity}`;
    const statements = Object.entries(rights).map(([kind, actions]) =>
      statement(env, env.objectStorage.buckets[kind as keyof typeof rights], actions),
    );
    const policy = quoted(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
    const have = `aws iam get-user-policy --user-name ${user} --policy-name buckets --output json 2>/dev/null`;
    const same = `${plain}(.PolicyDocument.Statement | map(plain)) == ($want.Statement | map(plain))`;
    return [
      {
        what: `user ${user} of IAM`,
        unless: `aws iam get-user --user-name ${user} >/dev/null 2>&1`,
        then: `aws iam create-user --user-name ${user}`,
      },
      {
        what: `rights of ${user}`,
        unless: `${have} | ${holds(same, `--argjson want ${policy} `)}`,
        then: `aws iam put-user-policy --user-name ${user} --policy-name buckets --policy-document ${policy}`,
      },
    ];
  });
}

/** Who may do what in the buckets, once the store has the keys of each identity. */
export function rightsStep(env: Environment): Step[] {
  if (env.objectStorage.mode === 'internal') return [];
  return [
    {
      name: 'rights',
      why: 'the server of the buckets knows each identity, and lets it do what it is for',
      needs: ['jq', 'aws', ...storePrograms(env)],
      actions: [...identityActions(env), ...(isAws(env) ? [] : policyActions(env))],
    },
  ];
}

function storePrograms({ secrets }: Environment): Program[] {
  return secrets.store === 'vault' ? ['vault'] : secrets.store === 'gcp' ? ['gcloud'] : [];
}

/** Shell that prints a half of an identity's key. */
function half(env: Environment, identity: string, property: 'access-key-id' | 'secret-access-key'): string {
  const [source] = distinctValues(consumerSecrets(env)).filter(
    (value) => value.path === `object-storage/${identity}` && value.property === property,
  );
  return source ? getCommand(env, source) : 'false';
}

/** No call of the S3 API makes an identity, but every call says whether there is one. */
function identityActions(env: Environment): Action[] {
  const { buckets } = env.objectStorage;
  const host = new URL(storageEndpoint(env)).host;
  return Object.entries(storageRights(env)).map(([identity, rights]) => {
    const keys =
      `AWS_ACCESS_KEY_ID="$(${half(env, identity, 'access-key-id')})" ` +
      `AWS_SECRET_ACCESS_KEY="$(${half(env, identity, 'secret-access-key')})"`;
    const path = remoteKey(env, `object-storage/${identity}`);
    const user = `bkg-${env.name}-${identity}`;
    const may = Object.entries(rights).map(
      ([kind, actions]) => `${actions.join(', ')} in ${buckets[kind as keyof typeof rights]}`,
    );
    return {
      what: `the identity ${identity}, whose key is at ${path} in the store,`,
      unless:
        // Whoever is known gets an answer, or is told that this is not for them; anything else says nothing of the key.
        `said=$(${keys} AWS_SESSION_TOKEN='' ${s3Command(env)} list-objects-v2 --bucket ${buckets.audit} --max-keys 1 2>&1) || ` +
        `printf %s "$said" | grep -F '(AccessDenied)' >/dev/null`,
      otherwise: isAws(env)
        ? `is not known to ${host}, or it does not answer; make a key with aws iam create-access-key --user-name ${user}, and put it there`
        : `is not known to ${host}, or it does not answer; its administrator has to make a user of that key without any rights of its own, ` +
          `and the buckets' policies will let it do ${may.join('; ')}`,
    };
  });
}

/** Policies of buckets as Terraform's module has them. One that somebody else has written is theirs. */
function policyActions(env: Environment): Action[] {
  const { buckets } = env.objectStorage;
  const s3 = s3Command(env);
  return Object.entries(buckets).flatMap(([kind, bucket]) => {
    const entitled = Object.entries(storageRights(env)).flatMap(([identity, rights]) => {
      const actions = rights[kind as keyof typeof rights];
      return actions ? [{ identity, actions }] : [];
    });
    if (entitled.length === 0) return [];
    const keys = entitled.map(({ identity }) => `--arg ${identity} "$(${half(env, identity, 'access-key-id')})"`);
    const statements = entitled.map(
      ({ identity, actions }) =>
        `${JSON.stringify(statement(env, bucket, actions)).slice(0, -1)},"Principal":{"AWS":[$${identity}]}}`,
    );
    const want = `jq -nc ${keys.join(' ')} ${quoted(`{"Version":"2012-10-17","Statement":[${statements.join(',')}]}`)}`;
    const have = `${s3} get-bucket-policy --bucket ${bucket} --query Policy --output text 2>/dev/null`;
    const both = `{ ${want} && { ${have} || echo '{"Statement":[]}'; }; }`;
    const read = `${plain}(.Statement | map(plain)) as $want | (input.Statement | map(plain)) as $have | `;
    const own = '($want | map(del(.Principal))) as $own | all($have[] | del(.Principal); IN($own[]))';
    return [
      {
        what: `policy of ${bucket}`,
        unless: `${both} | ${holds(`${read}all($want[]; IN($have[]))`)}`,
        then: `${both} | ${holds(read + own)} && ${want} | ${s3} put-bucket-policy --bucket ${bucket} --policy file:///dev/stdin`,
        otherwise: `could not be written, or is somebody's; it has to let ${entitled
          .map(({ identity, actions }) => `${identity} do ${actions.join(', ')}`)
          .join(', and ')}`,
      },
    ];
  });
}
