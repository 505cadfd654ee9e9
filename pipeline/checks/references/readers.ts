import { listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { labelsIn } from '../../../kubernetes/selector';
import type { Manifest } from '../../objects/manifest';
import type { Context } from '../rule';
import { remoteValuesOf } from './external-secrets';
import { type Graph, graphOf, type Target } from '../../objects/graph';
import { linksOf } from '../../objects/links';
import { kindOf, namespaceOf } from '../../objects/names';
import { listedNames } from './rbac';
import { textsOfPod } from '../../objects/texts';

const rbac = 'rbac.authorization.k8s.io';

/** Labels by which controllers and sidecars find what nobody names. */
const foundByLabel = /^(?:grafana_|loki_|prometheus_|argocd\.argoproj\.io\/|cdi\.|k8s\.grafana\.com\/|sealedsecrets\.)/;

/** Who reads what in a tree. */
export class Readers {
  private readonly named = new Set<Target>();
  private readonly mentions = new Map<string, ReadonlySet<string>>();
  private readonly readAll = new Set<string>();

  constructor(
    tree: readonly Manifest[],
    context: Context,
    private readonly graph: Graph,
  ) {
    for (const { target } of [...linksOf(tree, context).all, ...remoteValuesOf(graph), ...listedNames(graph)]) {
      if (target) this.named.add(target);
    }
    for (const manifest of tree) this.addAccess(manifest);
  }

  /** Whether anybody names a target, mentions it in the same namespace, or may read all of its kind there. */
  isRead(target: Target): boolean {
    const { kind, namespace, name, manifest } = target;
    if (this.named.has(target) || this.isMentioned(namespace, name)) return true;
    if (this.readAll.has(`${kind}\0${namespace}`) || this.readAll.has(`${kind}\0*`)) return true;
    const labels = labelsIn(mapOf(manifest?.object.metadata).labels);
    return (
      Object.keys(labels).some((key) => foundByLabel.test(key)) || labels['app.kubernetes.io/part-of'] === 'argocd'
    );
  }

  /** Whether a text of a pod, or an annotation, in a namespace has a name as a word. */
  isMentioned(namespace: string, name: string): boolean {
    // Nearly everything is named properly, so that the texts of most namespaces are never read.
    const known = this.mentions.get(namespace) ?? mentionsIn(this.graph.inside(namespace));
    this.mentions.set(namespace, known);
    return known.has(name);
  }

  /** Who may get every ConfigMap or Secret of a namespace may well read this one. */
  private addAccess(manifest: Manifest): void {
    const kind = kindOf(manifest);
    if (kind !== `${rbac}/RoleBinding` && kind !== `${rbac}/ClusterRoleBinding`) return;
    const namespace = kind === `${rbac}/RoleBinding` ? namespaceOf(manifest) : '*';
    const { kind: roleKind, name } = mapOf(manifest.object.roleRef);
    const where = roleKind === 'ClusterRole' ? '' : namespace;
    const role = this.graph.find(`${rbac}/${String(roleKind)}`, where, textOf(name) ?? '')?.manifest;
    for (const { item } of mapsOf(role?.object.rules)) {
      if (listOf(item.resourceNames).length > 0) continue;
      for (const resource of listOf(item.resources)) {
        if (resource === 'configmaps' || resource === '*') this.readAll.add(`/ConfigMap\0${namespace}`);
        if (resource === 'secrets' || resource === '*') this.readAll.add(`/Secret\0${namespace}`);
      }
    }
  }
}

/** Every word in the annotations and pods of some objects. */
function mentionsIn(manifests: readonly Manifest[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const manifest of manifests) {
    const { object, pod } = manifest;
    const annotations = Object.values(mapOf(mapOf(object.metadata).annotations));
    const inherited = Object.values(mapOf(pod?.metadata.annotations));
    const texts = [...annotations, ...inherited].flatMap((value) => textOf(value) ?? []);
    if (pod) for (const { text } of textsOfPod(manifest, pod)) if (text.length < 500) texts.push(text);
    for (const text of texts) for (const word of text.split(/[^-.\w]+/)) words.add(word);
  }
  return words;
}

const readers = new WeakMap<Graph, Readers>();

/** The readers of a tree. */
export function readersIn(tree: readonly Manifest[], context: Context): Readers {
  const graph = graphOf(tree, context);
  const kept = readers.get(graph) ?? new Readers(tree, context, graph);
  readers.set(graph, kept);
  return kept;
}
