import { consumerSecrets } from '../../charts/secrets/consumers';
import { operatorFiles } from '../../charts/secrets/operator';
import { describeFormat, putCommands } from '../../charts/secrets/operator/commands';
import {
  authConfigCommand,
  clusterAddress,
  reviewerFile,
  reviewerName,
  reviewerSecret,
} from '../../charts/secrets/operator/reviewer';
import { distinctValues } from '../../charts/secrets/operator/page';
import { formatOf, remoteKey } from '../../charts/secrets/remote';
import type { Source } from '../../charts/secrets/source';
import type { Environment, VaultStore } from '../../settings/types';
import { asks } from './served';
import { type Action, holds, type Step, waiting } from './step';

/** The steps that fill a secret store; none where values are made in the cluster. */
export function storeSteps(env: Environment): Step[] {
  const { secrets } = env;
  if (secrets.store === 'generated') return [];
  if (secrets.store !== 'vault') {
    const otherwise = `docs/secrets/${env.name}.md has the commands for ${secrets.store}; run them, then go on with --step engine`;
    return [
      {
        name: 'store',
        why: 'the store has its readers and values',
        needs: [],
        actions: [{ what: 'the store', unless: 'false', otherwise }],
      },
    ];
  }
  return [storeStep(env, secrets.vault), valuesStep(env, secrets.vault)];
}

function storeStep(env: Environment, { mount, authMount }: VaultStore['vault']): Step {
  const has = (list: string, name: string) => `vault ${list} list -format=json | ${holds(`has("${name}/")`)}`;
  return {
    name: 'store',
    why: 'the store is open, knows this cluster, and lets each namespace read its own paths',
    needs: ['kubectl', 'jq', 'vault'],
    actions: [
      ...statusActions,
      {
        what: `KV version 2 at ${mount}/`,
        unless: has('secrets', mount),
        then: `vault secrets enable -path=${mount} -version=2 kv`,
      },
      {
        what: `Kubernetes auth method at ${authMount}/`,
        unless: has('auth', authMount),
        then: `vault auth enable -path=${authMount} kubernetes`,
      },
      reviewerAction(env),
      ...clusterActions(env, authMount),
      ...fileActions(env, authMount),
    ],
  };
}

/** OpenBao began as Vault 1.14, and has had its API since. */
const oldest = '(.version | sub("^v"; "") | split(".") | map(tonumber? // 0)) >= [1, 14]';

const statusActions: readonly Action[] = [
  {
    what: 'the store',
    unless: 'vault status >/dev/null 2>&1 || [ $? -eq 2 ]',
    otherwise: 'cannot be reached; set VAULT_ADDR, or BAO_ADDR, and look at vault status',
    first: true,
  },
  {
    what: 'the store',
    unless: 'vault status >/dev/null',
    otherwise: 'is sealed; open it with vault operator unseal',
    first: true,
  },
  {
    what: 'the store',
    unless: `vault status -format=json | ${holds(oldest)}`,
    otherwise: 'is older than Vault 1.14, from which OpenBao came; upgrade it',
    first: true,
  },
  {
    what: 'a token that may set the store up',
    unless: 'vault token lookup >/dev/null',
    otherwise: 'is missing or over; say vault login',
    first: true,
  },
];

/** The account whose token lets the store ask the cluster who a reader is. The cluster makes its token a moment later. */
function reviewerAction(env: Environment): Action {
  const binding = `/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/${reviewerName(env)}`;
  const there = `${reviewerSecret(env)} | ${holds('.data.token')} && ${asks(binding)}`;
  return {
    what: `ServiceAccount ${reviewerName(env)}, which may review tokens`,
    unless: there,
    then: `kubectl apply --server-side --field-manager=bootstrap -f deploy/${reviewerFile(env)} && { ${waiting(there, 60)}; }`,
  };
}

/** A mount knows one cluster; that of another one is left alone. */
function clusterActions(env: Environment, authMount: string): Action[] {
  const config = `vault read -format=json auth/${authMount}/config`;
  return [
    {
      what: `the auth method ${authMount}/`,
      unless: `! ${config} 2>/dev/null | ${holds('.data.kubernetes_host != "" and .data.kubernetes_host != $server', `--arg server ${clusterAddress} `)}`,
      otherwise: 'is that of another cluster; give secrets.vault.authMount a name of its own',
      first: true,
    },
    {
      what: `address and reviewer of this cluster at ${authMount}/`,
      unless: `${config} 2>/dev/null | ${holds('.data.kubernetes_host == $server and .data.token_reviewer_jwt_set != false', `--arg server ${clusterAddress} `)}`,
      then: authConfigCommand(env, authMount),
    },
  ];
}

/** Policies and roles as deploy/vault has them; a file that has changed is written again. */
function fileActions(env: Environment, authMount: string): Action[] {
  return [...operatorFiles(env).keys()]
    .filter((file) => /^deploy\/vault\/.*\.(hcl|json)$/.test(file))
    .map((file) => {
      const name = file.replace(/^.*\//, '').replace(/\.\w+$/, '');
      return file.endsWith('.hcl')
        ? policyAction(name, file)
        : roleAction(name, file, `auth/${authMount}/role/${name}`);
    });
}

function policyAction(name: string, file: string): Action {
  return {
    what: `policy ${name}`,
    unless: `[ "$(vault policy read ${name} 2>/dev/null)" = "$(cat ${file})" ]`,
    then: `vault policy write ${name} ${file}`,
  };
}

/** The store prints lengths of time in seconds. */
const sameRole =
  'def seconds: if type == "string" and test("^[0-9]+m$") then (rtrimstr("m") | tonumber * 60) else . end; ' +
  '.data as $have | $want[0] | to_entries | all((.value | seconds) == $have[.key])';

function roleAction(name: string, file: string, path: string): Action {
  return {
    what: `role ${name}`,
    unless: `vault read -format=json ${path} 2>/dev/null | ${holds(sameRole, `--slurpfile want ${file} `)}`,
    then: `vault write ${path} @${file}`,
  };
}

function valuesStep(env: Environment, { mount }: VaultStore['vault']): Step {
  const byPath = new Map<string, Source[]>();
  for (const value of distinctValues(consumerSecrets(env))) {
    byPath.set(value.path, [...(byPath.get(value.path) ?? []), value]);
  }
  return {
    name: 'values',
    why: 'each value is there: made where it can be, asked for by name where somebody has to give it',
    needs: ['jq', 'openssl', 'vault'],
    actions: [...byPath].map(([path, values]) => valueAction(env, mount, path, values)),
  };
}

/** Never over a value that is there: check-and-set 0 writes only what has no version yet, whoever else writes. */
function valueAction(env: Environment, mount: string, path: string, values: readonly Source[]): Action {
  const [put = ''] = putCommands(env, values);
  const given = values.filter((value) => typeof formatOf(env, value) === 'object');
  const wanted = given.map((value) => `${path}/${value.property} (${describeFormat(formatOf(env, value))})`);
  const write = put.replace(' kv put ', ' kv put -cas=0 ');
  return {
    what: `value ${remoteKey(env, path)}`,
    unless: `vault kv get -mount=${mount} ${remoteKey(env, path)} >/dev/null 2>&1`,
    then: given.length === 0 ? write : `(cd "$VALUES/${path}" && ${write})`,
    ...(given.length > 0 && { otherwise: `wants files below $VALUES, the folder of --values: ${wanted.join(', ')}` }),
  };
}
