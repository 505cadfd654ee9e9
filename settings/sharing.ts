import { at, type FieldPath, textOf } from '../kubernetes/access';
import type { Problem } from '../pipeline/problem';
import type { Resolved } from './base';
import { sharedRule } from './schema-rules';
import { problemsAt } from './source';
import type { Environment } from './types';

/** An environment, and the files that it is from. */
export interface ReadEnvironment {
  readonly environment: Environment;
  readonly from: Resolved;
}

/** Something that only one environment can have. */
interface Claim {
  readonly path: FieldPath;
  readonly what: string;
  /** The same text is the same thing. */
  readonly identity: string;
  /** What environments that may have it together have in common. @default - nobody may */
  readonly within?: string;
}

/** What an environment has for itself. */
function claimsOf(env: Environment): Claim[] {
  return [namespaces(env), ...hosts(env), ...buckets(env), ...database(env), ...identities(env), ...authMethod(env)];
}

/** A cluster has no name in an environment file; where its API answers comes closest to one. */
function clusterOf({ cluster }: Environment): string {
  return `${[...cluster.apiServer.cidrs].sort().join(' ')}:${cluster.apiServer.port}`;
}

function namespaces(env: Environment): Claim {
  const identity = `namespaces ${clusterOf(env)} ${env.namespacePrefix}`;
  return { path: ['namespacePrefix'], what: 'the prefix of its namespaces in the cluster', identity };
}

function hosts({ domains }: Environment): Claim[] {
  return Object.entries(domains).map(([name, host]) => ({
    path: ['domains', name],
    what: `the host ${host}`,
    identity: `host ${host}`,
  }));
}

/** Those of a server in the cluster are behind the environment's own namespaces. */
function buckets({ objectStorage }: Environment): Claim[] {
  if (objectStorage.mode === 'internal') return [];
  // One name is one bucket in all regions of AWS.
  const server = objectStorage.external.host.replace(/^.*\.(amazonaws\.com(\.cn)?)$/, '$1');
  return Object.entries(objectStorage.buckets).map(([name, bucket]) => ({
    path: ['objectStorage', 'buckets', name],
    what: `the bucket ${bucket}`,
    identity: `bucket ${server} ${bucket}`,
  }));
}

/** Only of a server outside the cluster; the others are in the environment's own namespace. */
function database(env: Environment): Claim[] {
  const path = ['database', 'managed', 'host'];
  const host = textOf(at(env, path));
  if (env.database.mode !== 'managed' || host === undefined) return [];
  const port = at(env, ['database', 'managed', 'port']);
  return [
    { path, what: `the database ${env.database.name}`, identity: `database ${host}:${port} ${env.database.name}` },
  ];
}

/** Paths of a store carry the environment's name, but who reads them in a cloud is called after the namespace. */
function identities({ secrets, namespacePrefix }: Environment): Claim[] {
  const what = 'the identity that reads its secrets';
  switch (secrets.store) {
    case 'aws':
      return [
        {
          path: ['secrets', 'aws', 'roleArnPrefix'],
          what,
          identity: `readers ${secrets.aws.roleArnPrefix}${namespacePrefix}`,
        },
      ];
    case 'gcp':
      return [
        {
          path: ['secrets', 'gcp', 'projectId'],
          what,
          identity: `readers ${secrets.gcp.projectId} ${namespacePrefix}`,
        },
      ];
    default:
      return [];
  }
}

/** An auth method of Vault knows one cluster. */
function authMethod(env: Environment): Claim[] {
  if (env.secrets.store !== 'vault') return [];
  const { server, authMount } = env.secrets.vault;
  const path = ['secrets', 'vault', 'authMount'];
  return [
    { path, what: `the auth method ${authMount}`, identity: `auth ${server} ${authMount}`, within: clusterOf(env) },
  ];
}

/** What two environments both have, unless both say so; told at each of those that `about` names. */
export function sharedProblems(all: readonly ReadEnvironment[], about: ReadonlySet<string>): Problem[] {
  const owners = new Map<string, { readonly name: string; readonly within?: string }[]>();
  for (const { environment } of all) {
    for (const { identity, within } of claimsOf(environment)) {
      owners.set(identity, [...(owners.get(identity) ?? []), { name: environment.name, within }]);
    }
  }
  const agreed = agreements(all);
  return all
    .filter(({ environment }) => about.has(environment.name))
    .flatMap(({ environment, from }) => {
      const findings = claimsOf(environment).flatMap(({ path, what, identity, within }) => {
        const others = (owners.get(identity) ?? [])
          .filter((other) => !agreed(environment.name, other.name) && (within === undefined || other.within !== within))
          .map((other) => other.name);
        const names = [...new Set(others)].join(', ');
        const message = `${what} is also of ${names}; give each its own, or name each other under sharedWith in both files`;
        return others.length > 0 ? [{ path, rule: sharedRule.id, message }] : [];
      });
      return problemsAt(from.own, from.base, findings);
    });
}

/** Whether two names are one environment, or of two that name each other. */
function agreements(all: readonly ReadEnvironment[]): (one: string, other: string) => boolean {
  const named = new Map(all.map(({ environment }) => [environment.name, environment.sharedWith ?? []]));
  const names = (one: string, other: string) => named.get(one)?.includes(other) === true;
  return (one, other) => one === other || (names(one, other) && names(other, one));
}
