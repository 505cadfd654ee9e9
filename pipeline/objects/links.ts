import { addReferences, type Reference } from '../../kubernetes/reference-field';
import { recordOf } from '../../kubernetes/kinds';
import { podReferences } from '../../kubernetes/kinds/references';
import type { Manifest } from './manifest';
import type { GraphContext } from './graph';
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
export function linksOf(tree: readonly Manifest[], context: GraphContext = {}): Links {
  const graph = graphOf(tree, context);
  const kept = links.get(graph) ?? findLinks(tree, graph);
  links.set(graph, kept);
  return kept;
}

function findLinks(tree: readonly Manifest[], graph: Graph): Links {
  const from = new Map<Manifest, Link[]>();
  const all: Link[] = [];
  for (const manifest of tree) {
    const own = referencesOf(manifest).map((reference) => linkOf(reference, manifest, graph));
    if (own.length === 0) continue;
    from.set(manifest, own);
    for (const link of own) all.push(link);
  }
  return { all, from };
}

function linkOf(reference: Reference, from: Manifest, graph: Graph): Link {
  const { to, name } = reference;
  const namespace = namespaceFor(to, reference.namespace, from);
  return { ...reference, from, namespace, target: graph.find(to, namespace, name) };
}

const nowhere: readonly Reference[] = [];

function referencesOf(manifest: Manifest): readonly Reference[] {
  const { object, pod } = manifest;
  const fields = recordOf(kindOf(manifest)).references;
  if (!fields && !pod) return nowhere;
  const found: Reference[] = [];
  for (const field of fields ?? []) addReferences(object, field, [], found);
  if (!pod) return found;
  const base = [...pod.path, 'spec'];
  for (const field of podReferences) addReferences(pod.spec, field, base, found);
  return found;
}

/** How many links of a tree lead to what is not in it, and may be elsewhere. */
export function leadingOut(tree: readonly Manifest[], context: GraphContext): number {
  const graph = graphOf(tree, context);
  return linksOf(tree, context).all.filter((link) => !link.target && !link.optional && !isDangling(link, graph)).length;
}

/** Whether a link that leads nowhere is a mistake. */
export function isDangling({ target, optional, to, namespace, from }: Link, graph: Graph): boolean {
  return !target && !optional && graph.expects(to, namespace, namespaceOf(from));
}
