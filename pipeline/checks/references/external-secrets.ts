import { at, type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { templateFields } from '../../../kubernetes/go-template';
import { fetchedKeys } from '../../../kubernetes/kinds/external-secrets';
import type { Manifest } from '../../objects/manifest';
import type { TreeRule } from '../rule';
import { type Graph, graphOf, type Target } from '../../objects/graph';
import { inNamespace, nameOf, namespaceOf, titleOf } from '../../objects/names';

const externalSecret = 'external-secrets.io/ExternalSecret';

/** Templates use what was fetched. */
export const templateValue: TreeRule = {
  id: 'reference/template-value',
  description: 'a template of an ExternalSecret that uses a value which it does not fetch',
  example: '`template: { data: { url: "{{ .pasword }}" } }` with `secretKey: password`',
  *checkTree(tree, context) {
    for (const manifest of graphOf(tree, context).ofKind(externalSecret)) {
      const spec = mapOf(manifest.object.spec);
      const fetched = fetchedKeys(spec);
      const template = mapOf(mapOf(spec.target).template);
      if (!fetched || template.engineVersion === 'v1') continue;
      for (const [key, value] of Object.entries(mapOf(template.data))) {
        const unknown = templateFields(textOf(value) ?? '')?.find((name) => !fetched.includes(name));
        if (unknown === undefined) continue;
        const has = fetched.map((name) => `"${name}"`).join(', ') || 'nothing';
        const message = `the template uses "${unknown}", which is not fetched; there is ${has}`;
        yield [manifest, { path: ['spec', 'target', 'template', 'data', key], message }];
      }
    }
  },
};

/** A value that an ExternalSecret fetches from a Secret of the same cluster. */
export interface RemoteValue {
  readonly from: Manifest;
  readonly store: Manifest;
  readonly path: FieldPath;
  readonly namespace: string;
  readonly name: string;
  readonly property?: string;
  readonly target?: Target;
}

/** What ExternalSecrets fetch through stores that are namespaces of the same cluster. */
export function remoteValuesOf(graph: Graph): RemoteValue[] {
  const stores = new Map(
    graph
      .ofKind('external-secrets.io/SecretStore')
      .map((store) => [`${namespaceOf(store)}\0${nameOf(store)}`, store] as const),
  );
  return graph.ofKind(externalSecret).flatMap((from) => {
    const spec = mapOf(from.object.spec);
    return mapsOf(spec.data).flatMap(({ item, index }) => {
      const reference = mapOf(mapOf(item.sourceRef).storeRef ?? spec.secretStoreRef);
      if (reference.kind === 'ClusterSecretStore') return [];
      const store = stores.get(`${namespaceOf(from)}\0${textOf(reference.name) ?? ''}`);
      return store ? remoteValue(from, store, mapOf(item.remoteRef), index, graph) : [];
    });
  });
}

function remoteValue(from: Manifest, store: Manifest, remoteRef: Data, index: number, graph: Graph): RemoteValue[] {
  const provider = at(store.object, ['spec', 'provider', 'kubernetes']);
  const name = textOf(remoteRef.key);
  // With a server of its own the store is another cluster.
  if (provider === undefined || name === undefined || at(provider, ['server', 'url']) !== undefined) return [];
  const namespace = textOf(mapOf(provider).remoteNamespace) ?? 'default';
  const target = graph.find('/Secret', namespace, name);
  const path = ['spec', 'data', index, 'remoteRef'];
  return [{ from, store, path, namespace, name, property: textOf(remoteRef.property), target }];
}

/** Secrets fetched from the same cluster exist there. */
export const remoteSecret: TreeRule = {
  id: 'reference/remote-secret',
  description: 'an ExternalSecret that fetches a Secret or key of another namespace which is not there',
  example: '`remoteRef: { key: databse, property: password }`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { from, path, namespace, name, property, target } of remoteValuesOf(graph)) {
      if (!target) {
        if (!graph.expects('/Secret', namespace, namespaceOf(from))) continue;
        const meant = graph.suggest('/Secret', namespace, name);
        const advice = meant === undefined ? 'add it, or name one that is there' : `did you mean "${meant}"`;
        const message = `${titleOf(from)} fetches Secret "${name}", which is not there${inNamespace(namespace)}; ${advice}`;
        yield [from, { path: [...path, 'key'], message }];
      } else if (property !== undefined && target.keys && !target.keys.has(property)) {
        const has = [...target.keys].map((key) => `"${key}"`).join(', ') || 'none';
        const message = `${titleOf(from)} fetches key "${property}" of Secret "${name}"${inNamespace(namespace)}; it has ${has}`;
        yield [from, { path: [...path, 'property'], message }];
      }
    }
  },
};

/** And the store may read them. */
export const remoteAccess: TreeRule = {
  id: 'reference/remote-access',
  description: 'an ExternalSecret that fetches a Secret which the account of its store may not read',
  example: '`remoteRef: { key: database }` where no Role has `resourceNames: [database]`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const { from, path, store, namespace, name } of remoteValuesOf(graph)) {
      const account = textOf(at(store.object, ['spec', 'provider', 'kubernetes', 'auth', 'serviceAccount', 'name']));
      if (account === undefined || !graph.isClosed(namespace)) continue;
      if (mayRead({ name: account, namespace: namespaceOf(store) }, namespace, name, graph)) continue;
      const message = `no Role in namespace "${namespace}" lets ServiceAccount "${account}" of namespace "${namespaceOf(store)}" get Secret "${name}"; allow it`;
      yield [from, { path: [...path, 'key'], message }];
    }
  },
};

const rbac = 'rbac.authorization.k8s.io';

/** Whether the bindings of a tree let an account get a Secret; roles that are not in it may. */
function mayRead(
  account: { name: string; namespace: string },
  namespace: string,
  secret: string,
  graph: Graph,
): boolean {
  const here = graph.ofKindInside(`${rbac}/RoleBinding`, namespace);
  return [...here, ...graph.ofKind(`${rbac}/ClusterRoleBinding`)].some(
    (binding) => isBound(binding, account) && grants(binding, namespace, secret, graph),
  );
}

function isBound(binding: Manifest, { name, namespace }: { name: string; namespace: string }): boolean {
  return mapsOf(binding.object.subjects).some(
    ({ item }) =>
      (item.kind === 'ServiceAccount' &&
        item.name === name &&
        (item.namespace ?? namespaceOf(binding)) === namespace) ||
      (item.kind === 'Group' && String(item.name).startsWith('system:')),
  );
}

function grants(binding: Manifest, namespace: string, secret: string, graph: Graph): boolean {
  const { kind, name } = mapOf(binding.object.roleRef);
  const where = kind === 'ClusterRole' ? '' : namespace;
  const role = graph.find(`${rbac}/${String(kind)}`, where, textOf(name) ?? '')?.manifest;
  if (!role) return true;
  return mapsOf(role.object.rules).some(({ item }) => {
    const has = (field: string, ...any: string[]) => listOf(item[field]).some((one) => any.includes(String(one)));
    const named = listOf(item.resourceNames);
    const all = named.length === 0 || named.includes(secret);
    return all && has('apiGroups', '', '*') && has('resources', 'secrets', '*') && has('verbs', 'get', '*');
  });
}
