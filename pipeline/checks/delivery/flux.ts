import { at, listOf, mapOf, textOf } from '../../../kubernetes/access';
import { groupOf } from '../../../kubernetes/kinds';
import { type Graph, graphOf } from '../../objects/graph';
import { kindOf, nameOf, namespaceOf, titleOf } from '../../objects/names';
import type { Manifest } from '../../objects/manifest';
import type { Finding, TreeFinding, TreeRule } from '../rule';
import { broughtFrom } from './folders';
import { isNamespaced, resourceOf } from './resources';
import { Rights } from './rights';

const kustomization = 'kustomize.toolkit.fluxcd.io/Kustomization';
const helmRelease = 'helm.toolkit.fluxcd.io/HelmRelease';

/** Kustomizations and HelmReleases of this cluster; with a kubeconfig they are about another one, which no tree describes. */
function ofThisCluster(graph: Graph, kind: string): Manifest[] {
  return graph.ofKind(kind).filter(({ object }) => mapOf(object.spec).kubeConfig === undefined);
}

/** What a Kustomization brings whose names stand as they will be; what it substitutes, only the cluster knows. */
function broughtBy({ object }: Manifest, tree: readonly Manifest[]): Manifest[] {
  const brought = broughtFrom(tree, textOf(mapOf(object.spec).path));
  return brought.filter((one) => !`${nameOf(one)} ${namespaceOf(one)}`.includes('${'));
}

/**
 * Flux acts as the account that an object names. It applies on the server's side, for which an account needs to patch, and
 * to create what is not there (kustomize-controller v1.9.4, docs/spec/v1/kustomizations.md, "Role-based access control").
 */
export const accountPermitted: TreeRule = {
  id: 'delivery/account-permitted',
  description:
    'a Flux Kustomization or HelmRelease whose ServiceAccount lacks a right that it needs, by the roles of the tree',
  example: '`serviceAccountName: web`, a Role for Deployments, and a ConfigMap in the folder',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const one of ofThisCluster(graph, kustomization)) {
      const { patches, components } = mapOf(one.object.spec);
      const rights = rightsOf(graph, one);
      // What is patched may be removed again.
      if (!rights || listOf(patches).length + listOf(components).length > 0) continue;
      for (const message of missingForFolder(graph, one, broughtBy(one, tree), rights))
        yield [one, refusal(one, message)];
    }
    for (const one of ofThisCluster(graph, helmRelease)) {
      const rights = rightsOf(graph, one);
      const message = rights && missingForRelease(one, rights);
      if (message) yield [one, refusal(one, message)];
    }
  },
};

function rightsOf(graph: Graph, manifest: Manifest): Rights | undefined {
  const name = textOf(mapOf(manifest.object.spec).serviceAccountName);
  return name ? Rights.of(graph, { namespace: namespaceOf(manifest), name }) : undefined;
}

function refusal({ object }: Manifest, what: string): Finding {
  const account = textOf(mapOf(object.spec).serviceAccountName) ?? '';
  return { path: ['spec', 'serviceAccountName'], message: `ServiceAccount "${account}" may not ${what}` };
}

/** What the account may not do, once for each resource and namespace. */
function missingForFolder(graph: Graph, one: Manifest, brought: readonly Manifest[], rights: Rights): string[] {
  const target = textOf(mapOf(one.object.spec).targetNamespace);
  const found = new Map<string, string>();
  for (const manifest of brought) {
    const [resource, namespaced] = [resourceOf(graph, manifest), isNamespaced(graph, manifest)];
    const namespace = namespaced ? target || namespaceOf(manifest) : '';
    if (resource === undefined || namespaced === undefined || (namespaced && namespace === '')) continue;
    const group = groupOf(textOf(manifest.object.apiVersion) ?? '');
    const verbs = ['create', 'patch'].filter(
      (verb) => !rights.allow({ verb, group, resource, namespace, name: nameOf(manifest) }),
    );
    if (verbs.length === 0) continue;
    const what = `${verbs.join(' or ')} ${group === '' ? resource : `${resource}.${group}`}${within(namespace)}`;
    if (!found.has(what)) found.set(what, `${what}, as ${titleOf(manifest)} needs; allow it in a role, or move it`);
  }
  return [...found.values()];
}

/**
 * A release is kept in Secrets of its storage namespace, and made in its target namespace; both are, unless they are named,
 * that of the HelmRelease (helm-controller v1.6.3, api/v2/helmrelease_types.go).
 */
function missingForRelease(one: Manifest, rights: Rights): string | undefined {
  const { storageNamespace, targetNamespace } = mapOf(one.object.spec);
  const storage = textOf(storageNamespace) || namespaceOf(one);
  const target = textOf(targetNamespace) || namespaceOf(one);
  const name = `sh.helm.release.v1.${nameOf(one)}.v1`;
  if (!rights.allow({ verb: 'create', group: '', resource: 'secrets', namespace: storage, name }))
    return `create secrets${within(storage)}, where Helm keeps the release; allow it in a role`;
  return rights.reach(target) ? undefined : `do anything${within(target)}, where the release goes; bind a role there`;
}

const within = (namespace: string) => (namespace === '' ? '' : ` in namespace "${namespace}"`);

/**
 * `targetNamespace` is Kustomize's `namespace`: every object goes there whatever it says, and a Namespace is renamed
 * (kustomize, api/filters/namespace and api/internal/konfig/builtinpluginconsts/namespace.go). Flux makes no namespace.
 */
export const targetNamespace: TreeRule = {
  id: 'delivery/target-namespace',
  description:
    'a Flux `targetNamespace` that does not exist, or that moves objects out of the namespace that they name',
  example: '`targetNamespace: web` for a folder with `metadata: { namespace: shop }`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const kind of [kustomization, helmRelease]) {
      for (const one of ofThisCluster(graph, kind)) {
        const target = textOf(mapOf(one.object.spec).targetNamespace);
        if (!target || target.includes('${')) continue;
        const makesIt = kind === helmRelease && at(one.object, ['spec', 'install', 'createNamespace']) === true;
        if (!makesIt && isMissing(graph, target)) yield [one, missing(graph, target)];
        if (kind === kustomization) for (const moved of broughtBy(one, tree)) yield* movedBy(graph, one, moved, target);
      }
    }
  },
};

/** Without all that is outside, only a tree that has namespaces of its own says which ones there are. */
function isMissing(graph: Graph, namespace: string): boolean {
  if (graph.find('/Namespace', '', namespace)) return false;
  const isOfCluster = namespace === 'default' || namespace.startsWith('kube-');
  return graph.strict || (graph.namespaces.size > 0 && !isOfCluster);
}

function missing(graph: Graph, target: string): Finding {
  const meant = graph.suggest('/Namespace', '', target);
  const advice = meant === undefined ? 'add it, or name one that is there' : `did you mean "${meant}"`;
  return { path: ['spec', 'targetNamespace'], message: `namespace "${target}" is not there; ${advice}` };
}

function* movedBy(graph: Graph, one: Manifest, moved: Manifest, target: string): Generator<TreeFinding> {
  const advice = `write "${target}", or remove "targetNamespace" there`;
  if (kindOf(moved) === '/Namespace' && nameOf(moved) !== target)
    yield [moved, { path: ['metadata', 'name'], message: `${titleOf(one)} renames it to "${target}"; ${advice}` }];
  const own = namespaceOf(moved);
  if (own !== '' && own !== target && isNamespaced(graph, moved) !== false)
    yield [moved, { path: ['metadata', 'namespace'], message: `${titleOf(one)} puts it into "${target}"; ${advice}` }];
}
