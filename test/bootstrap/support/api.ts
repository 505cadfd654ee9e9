import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import { at, type Data, listOf, mapOf, textOf } from '../../../kubernetes/access';
import { authority } from '../../support/authority';
import { secretOf } from './protobuf';

/** What a request is answered. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

interface Resource {
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const resource = (version: string, plural: string, kind: string, namespaced = true): Resource => {
  return { version, plural, kind, namespaced };
};
const builtIn: readonly Resource[] = [
  resource('v1', 'configmaps', 'ConfigMap'),
  resource('v1', 'namespaces', 'Namespace', false),
  resource('v1', 'secrets', 'Secret'),
  resource('v1', 'serviceaccounts', 'ServiceAccount'),
  resource('apiextensions.k8s.io/v1', 'customresourcedefinitions', 'CustomResourceDefinition', false),
  resource('rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'ClusterRoleBinding', false),
];

/**
 * As much of an API server as kubectl and Helm need to keep objects: discovery, definitions, reading, writing. Patches of any
 * kind are merged, which is the same for objects without lists that have two owners. It judges nothing.
 */
export class Api {
  private readonly objects = new Map<string, Data>();
  /** What has been changed: method and path. */
  readonly changes: string[] = [];

  answer(method: string, url: URL, body: Buffer = Buffer.alloc(0)): Reply {
    return this.discover(url.pathname) ?? this.object(method, url, body) ?? failure(404, 'NotFound', 'not found');
  }

  private get resources(): Resource[] {
    const definitions = [...this.objects].filter(([key]) => key.includes('/customresourcedefinitions/'));
    return [
      ...builtIn,
      ...definitions.flatMap(([, { spec }]) => {
        const { group, names, scope, versions } = mapOf(spec);
        const { plural, kind } = mapOf(names);
        return listOf(versions).map((one) =>
          resource(`${textOf(group)}/${textOf(mapOf(one).name)}`, `${plural}`, `${kind}`, scope !== 'Cluster'),
        );
      }),
    ];
  }

  private discover(path: string): Reply | undefined {
    const [, root, group, version, more] = path.split('/');
    if (path === '/api') return { status: 200, body: { kind: 'APIVersions', versions: ['v1'] } };
    if (path.startsWith('/openapi/v3')) return { status: 200, body: this.schemas(path.replace('/openapi/v3', '')) };
    const groupVersion = root === 'api' ? group : `${group}/${version}`;
    const groups = [...new Set(this.resources.map((one) => one.version))].filter((one) => one.includes('/'));
    if (path === '/apis') {
      return { status: 200, body: { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) } };
    }
    if (root === 'apis' && version === undefined) {
      const own = groups.find((one) => one.startsWith(`${group}/`));
      return own === undefined ? undefined : { status: 200, body: { kind: 'APIGroup', ...groupOf(own) } };
    }
    if ((root === 'api' ? version : more) !== undefined) return undefined;
    const resources = this.resources.filter((one) => one.version === groupVersion).map(described);
    return resources.length === 0
      ? undefined
      : { status: 200, body: { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources } };
  }

  /** No schema, but the promise to validate: then clients do not. */
  private schemas(path: string) {
    const root = (version: string) => (version.includes('/') ? `apis/${version}` : `api/${version}`);
    if (path === '') {
      const all = this.resources.map(({ version }) => root(version));
      return { paths: Object.fromEntries(all.map((one) => [one, { serverRelativeURL: `/openapi/v3/${one}` }])) };
    }
    const own = this.resources.filter(({ version }) => `/${root(version)}` === path);
    const patches = own.map(({ version, plural, kind }) => {
      const [group, name] = version.includes('/') ? version.split('/') : ['', version];
      const patch = {
        parameters: [{ name: 'fieldValidation', in: 'query' }],
        'x-kubernetes-group-version-kind': { group, version: name, kind },
        responses: {},
      };
      return [`${path}/${plural}/{name}`, { patch }];
    });
    return { openapi: '3.0.0', info: { title: 'test', version: '1' }, paths: Object.fromEntries(patches) };
  }

  private object(method: string, url: URL, body: Buffer): Reply | undefined {
    const found = this.resources.find((one) => rest(one, url.pathname) !== undefined);
    if (!found) return undefined;
    const [namespace, name] = rest(found, url.pathname) ?? [];
    const dryRun = url.searchParams.has('dryRun');
    if (name === undefined && method === 'GET') return this.list(found, url);
    const given = readBody(body);
    const key = keyOf(found, namespace, name ?? textOf(at(given, ['metadata', 'name'])) ?? '');
    const there = this.objects.get(key);
    if (method === 'POST' && there) return failure(409, 'AlreadyExists', 'it is there');
    if (!there && (method === 'GET' || method === 'DELETE' || (method === 'PATCH' && given.apiVersion === undefined))) {
      return failure(404, 'NotFound', `${key} not found`);
    }
    if (method === 'GET') return { status: 200, body: there };
    if (method === 'DELETE') {
      this.objects.delete(key);
      this.changes.push(`DELETE ${key}`);
      return { status: 200, body: { kind: 'Status', apiVersion: 'v1', status: 'Success' } };
    }
    const merged = method === 'PUT' || !there ? given : merge(there, given);
    const next = completed(merged, found, namespace, there);
    if (!dryRun && !isDeepStrictEqual(next, there)) {
      this.changes.push(`${method} ${key}`);
      this.objects.set(key, next);
    }
    return { status: there ? 200 : 201, body: next };
  }

  private list(found: Resource, url: URL): Reply {
    const [namespace] = rest(found, url.pathname) ?? [];
    const wanted = (url.searchParams.get('labelSelector') ?? '').split(',').filter((one) => one.includes('='));
    const fields = url.searchParams.get('fieldSelector')?.replace('metadata.name=', '');
    const items = [...this.objects]
      .filter(([key]) => key.startsWith(keyOf(found, namespace, '')))
      .map(([, object]) => object)
      .filter((object) => wanted.every((one) => hasLabel(object, one)))
      .filter((object) => fields === undefined || at(object, ['metadata', 'name']) === fields);
    const body = { kind: `${found.kind}List`, apiVersion: found.version, metadata: { resourceVersion: '1' }, items };
    return { status: 200, body };
  }
}

/** JSON, which is YAML, or the form in which Helm's own client writes Secrets. */
function readBody(body: Buffer): Data {
  if (body.length === 0) return {};
  return body.toString('latin1', 0, 4) === 'k8s\0' ? secretOf(body) : mapOf(load(body.toString()));
}

function hasLabel(object: Data, selector: string): boolean {
  const [name = '', value] = selector.split(/==?/);
  return at(object, ['metadata', 'labels', name]) === value;
}

/** Namespace and name behind the collection of a resource; undefined when the path is another one's. */
function rest({ version, plural, namespaced }: Resource, path: string): [string?, string?] | undefined {
  const root = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
  const pattern = namespaced
    ? new RegExp(`^${root}(?:/namespaces/([^/]+))?/${plural}(?:/([^/]+))?(?:/status)?$`)
    : new RegExp(`^${root}()/${plural}(?:/([^/]+))?(?:/status)?$`);
  const match = pattern.exec(path);
  return match ? [match[1], match[2]] : undefined;
}

function keyOf({ version, plural }: Resource, namespace: string | undefined, name: string): string {
  return `${version}/${plural}/${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
}

function groupOf(groupVersion: string) {
  const [name, version] = groupVersion.split('/');
  const one = { groupVersion, version };
  return { name, versions: [one], preferredVersion: one };
}

function described({ plural, kind, namespaced }: Resource) {
  const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
  return { name: plural, singularName: kind.toLowerCase(), kind, namespaced, verbs };
}

function merge(old: Data, given: Data): Data {
  const merged: Record<string, unknown> = { ...old };
  for (const [key, value] of Object.entries(given)) {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (value === null) delete merged[key];
    else merged[key] = isMap ? merge(mapOf(merged[key]), mapOf(value)) : value;
  }
  return merged;
}

/** What a cluster adds to an object: who it is, and what its controllers say of it. */
function completed(object: Data, found: Resource, namespace: string | undefined, there: Data | undefined): Data {
  const own = mapOf(object.metadata);
  const metadata = {
    ...own,
    ...(namespace && { namespace }),
    uid: textOf(at(there, ['metadata', 'uid'])) ?? '00000000-0000-4000-8000-000000000000',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
  };
  const status = { conditions: ['NamesAccepted', 'Established'].map((type) => ({ type, status: 'True' })) };
  return {
    apiVersion: found.version,
    kind: found.kind,
    ...object,
    metadata,
    ...(found.kind === 'CustomResourceDefinition' && { status }),
    ...(object.type === 'kubernetes.io/service-account-token' && {
      data: { token: btoa('token'), 'ca.crt': btoa(authority) },
    }),
  };
}

function failure(code: number, reason: string, message: string): Reply {
  return { status: code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code } };
}
