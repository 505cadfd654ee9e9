import { at, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { labelsIn, selects } from '../../../kubernetes/selector';
import { readOneYaml } from '../../yaml/read';
import type { Graph } from '../../objects/graph';
import { labelsOf, nameOf, namespaceOf } from '../../objects/names';
import type { Manifest } from '../../objects/manifest';
import { type Application, literalOf } from './applications';
import { type Cluster, type Project, projectOf } from './project';

/** The cluster that Argo CD runs in (argo-cd v3.5.1, pkg/apis/application/v1alpha1/types.go). */
const inCluster = { server: 'https://kubernetes.default.svc', name: 'in-cluster' };

/** A project with what belongs to it elsewhere, and the clusters that are known. */
export interface Scope {
  readonly manifest: Manifest;
  readonly project: Project;
  /** Namespace of Argo CD itself. */
  readonly argoCd: string;
  readonly clusters: readonly Cluster[];
  /** Those of the project alone; undefined when the tree says nothing about clusters. */
  readonly own: readonly Cluster[] | undefined;
}

const scopes = new WeakMap<Graph, Map<string, Scope | undefined>>();

/** What an application may; undefined when the tree does not have its project, or not all that belongs to it. */
export function scopeOf(graph: Graph, { namespace, spec }: Application): Scope | undefined {
  const name = spec.project === undefined || spec.project === '' ? 'default' : literalOf(spec.project);
  if (name === undefined) return undefined;
  const known = scopes.get(graph) ?? new Map<string, Scope | undefined>();
  scopes.set(graph, known);
  const key = `${namespace}\0${name}`;
  if (!known.has(key)) known.set(key, projectScope(graph, namespace, name));
  return known.get(key);
}

function projectScope(graph: Graph, namespace: string, name: string): Scope | undefined {
  const found = graph.ofKind('argoproj.io/AppProject').filter((one) => nameOf(one) === name);
  const manifest = found.find((one) => namespaceOf(one) === namespace) ?? (found.length === 1 ? found[0] : undefined);
  if (!manifest) return undefined;
  const argoCd = namespaceOf(manifest);
  if (makesSettings(graph, argoCd)) return undefined;
  const settings = settingsIn(graph, argoCd);
  const mine = settings.filter(({ project }) => project === name);
  const clusters = settings.filter(({ type }) => type === 'cluster');
  return {
    manifest,
    project: globalProjects(graph, manifest).reduce(merged, withOwn(projectOf(manifest.object), mine)),
    argoCd,
    clusters,
    own: clusters.length === 0 ? undefined : mine.filter(({ type }) => type === 'cluster'),
  };
}

interface Setting extends Cluster {
  readonly type: string;
  readonly project: string;
  readonly url: string;
  readonly namespaces: readonly string[];
}

const secretType = 'argocd.argoproj.io/secret-type';

/** Clusters and repositories as Argo CD keeps them: in Secrets beside it (util/db/cluster.go, util/db/repository.go). */
function settingsIn(graph: Graph, argoCd: string): Setting[] {
  return graph.ofKindInside('/Secret', argoCd).flatMap(({ object }) => {
    const type = textOf(mapOf(mapOf(object.metadata).labels)[secretType]);
    if (type === undefined) return [];
    const plain = mapOf(object.stringData);
    const field = (key: string) =>
      textOf(plain[key]) ?? Buffer.from(textOf(mapOf(object.data)[key]) ?? '', 'base64').toString('utf8');
    const namespaces = field('namespaces').split(',');
    return {
      type,
      project: field('project'),
      url: field('url'),
      server: field('server').replace(/\/+$/, ''),
      name: field('name'),
      namespaces: namespaces.map((one) => one.trim()).filter(Boolean),
    };
  });
}

/** Whether an operator makes such Secrets, so that what is in them stands elsewhere. */
function makesSettings(graph: Graph, argoCd: string): boolean {
  return [
    {
      kind: 'external-secrets.io/ExternalSecret',
      path: ['spec', 'target', 'template', 'metadata', 'labels', secretType],
    },
    { kind: 'bitnami.com/SealedSecret', path: ['spec', 'template', 'metadata', 'labels', secretType] },
  ].some(({ kind, path }) => graph.ofKindInside(kind, argoCd).some(({ object }) => at(object, path) !== undefined));
}

/** Repositories and clusters that belong to a project are allowed in it (util/argo/argo.go, GetAppProjectByName). */
function withOwn(project: Project, mine: readonly Setting[]): Project {
  const repos = mine.filter(({ type }) => type === 'repository').map(({ url }) => url);
  const destinations = mine
    .filter(({ type }) => type === 'cluster')
    .flatMap(({ server = '', namespaces }) =>
      (namespaces.length > 0 ? namespaces : ['*']).map((namespace) => ({ server, name: '', namespace })),
    );
  return {
    ...project,
    sourceRepos: [...project.sourceRepos, ...repos],
    destinations: [...project.destinations, ...destinations],
  };
}

/** The projects that `argocd-cm` adds to every one with certain labels (util/argo/argo.go, GetGlobalProjects). */
function globalProjects(graph: Graph, project: Manifest): Project[] {
  const settings = graph.find('/ConfigMap', namespaceOf(project), 'argocd-cm')?.manifest;
  const read = readOneYaml(textOf(mapOf(settings?.object.data).globalProjects) ?? '');
  const labels = labelsIn(labelsOf(project));
  return mapsOf('data' in read ? read.data : []).flatMap(({ item }) => {
    if (item.projectName === nameOf(project) || !selects(item.labelSelector, labels)) return [];
    const added = graph.find('argoproj.io/AppProject', namespaceOf(project), textOf(item.projectName) ?? '')?.manifest;
    return added ? [projectOf(added.object)] : [];
  });
}

function merged(project: Project, more: Project): Project {
  const lists = [project.namespaceWhitelist, more.namespaceWhitelist];
  return {
    ...project,
    sourceRepos: [...project.sourceRepos, ...more.sourceRepos],
    destinations: [...project.destinations, ...more.destinations],
    clusterWhitelist: [...project.clusterWhitelist, ...more.clusterWhitelist],
    clusterBlacklist: [...project.clusterBlacklist, ...more.clusterBlacklist],
    // One that no list has said anything about stays without one.
    namespaceWhitelist: lists[0] || lists[1]?.length ? lists.flatMap((list) => list ?? []) : undefined,
    namespaceBlacklist: [...project.namespaceBlacklist, ...more.namespaceBlacklist],
  };
}

/** The cluster of an application, as far as it is known; undefined when it names none, or one in two ways. */
export function clusterOf({ spec }: Application, { clusters }: Scope): Cluster | undefined {
  const destination = mapOf(spec.destination);
  const [server, name] = [literalOf(destination.server), literalOf(destination.name)];
  // Each field of a template may also stay empty in one of the applications.
  if (server === undefined && textOf(destination.server)) return {};
  if (name === undefined && textOf(destination.name)) return {};
  if (Boolean(server) === Boolean(name)) return undefined;
  const wanted = server ? { server: server.replace(/\/+$/, '') } : { name };
  const isWanted = (one: Cluster) => (wanted.server ? one.server === wanted.server : one.name === wanted.name);
  return [...clusters, inCluster].find(isWanted) ?? wanted;
}
