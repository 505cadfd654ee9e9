import { type Reference, referencesAt } from '../../../kubernetes/reference-field';
import { podReferences, referencesByKind } from '../../../kubernetes/references';
import type { Context, Manifest } from '../rule';
import { type Graph, graphOf, namespaceFor, type Target } from './graph';
import { kindOf, namespaceOf } from './names';

/** A reference from an object of the tree, and what it leads to. */
export interface Link extends Reference {
  readonly from: Manifest;
  readonly namespace: string;
  /** Undefined when nothing has that name. */
  readonly target?: Target;
}

/** All that objects say of others by name. */
export interface Links {
  readonly all: readonly Link[];
  readonly from: ReadonlyMap<Manifest, readonly Link[]>;
}

const links = new WeakMap<Graph, Links>();

/** The links of a tree. */
export function linksOf(tree: readonly Manifest[], context: Context): Links {
  const graph = graphOf(tree, context);
  const kept = links.get(graph) ?? findLinks(tree, graph);
  links.set(graph, kept);
  return kept;
}

function findLinks(tree: readonly Manifest[], graph: Graph): Links {
  const from = new Map<Manifest, Link[]>();
  const all: Link[] = [];
  for (const manifest of tree) {
    const own = referencesOf(manifest).map((reference): Link => {
      const namespace = namespaceFor(reference.to, reference.namespace, manifest);
      return { ...reference, from: manifest, namespace, target: graph.find(reference.to, namespace, reference.name) };
    });
    if (own.length === 0) continue;
    from.set(manifest, own);
    all.push(...own);
  }
  return { all, from };
}

function referencesOf(manifest: Manifest): Reference[] {
  const { object, pod } = manifest;
  const found = (referencesByKind[kindOf(manifest)] ?? []).flatMap((field) => referencesAt(object, field, []));
  if (!pod) return found;
  const base = [...pod.path, 'spec'];
  return [...found, ...podReferences.flatMap((field) => referencesAt(pod.spec, field, base))];
}

/** Whether a link that leads nowhere is a mistake. */
export function isDangling({ target, optional, to, namespace, from }: Link, graph: Graph): boolean {
  return !target && !optional && graph.expects(to, namespace, namespaceOf(from));
}
