import { mapOf } from '../../kubernetes/access';
import { isClusterScopedKind as isScoped, makesUnknownPods, recordOf } from '../../kubernetes/kinds';
import { operatedBy } from '../../kubernetes/operated';
import { isBuiltIn, ownKeys, productsOf } from '../../kubernetes/products';
import { type Labels, labelsIn } from '../../kubernetes/selector';
import type { ExternalObject } from './external';
import { nearest } from '../nearest';
import type { Manifest } from './manifest';
import { kindOf, labelsOf, nameOf, namespaceOf, plainKind } from './names';
import { PodIndex, type Pods } from './pods';
import { madeService, type Service, serviceOf } from './services';

/** Something that may be referred to. */
export interface Target {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The object, or the one it is made for; none for what every cluster has and for what is outside. */
  readonly manifest?: Manifest;
  /** Undefined when not known. */
  readonly keys?: ReadonlySet<string>;
}

/** What is known besides the objects of a tree. */
export interface GraphContext {
  /**
   * What is there besides the tree. With a list, even an empty one, a whole tree and the list are all there is; without,
   * only namespaces that the tree itself holds are known well enough to miss things in. @default - nobody has said
   */
  readonly external?: readonly ExternalObject[];

  /** Whether the tree and `external` are all there is, even of namespaces without pods. @default false */
  readonly closed?: boolean;
}

/** A tree by name and label: who is there, and where we know everything that is there. */
export class Graph {
  readonly pods = new PodIndex();
  readonly services = new Map<string, Service>();
  /** Labels of the namespaces in the tree. */
  readonly namespaces = new Map<string, Labels>();
  /** Whether most namespaces of the tree have their pods: a folder of one is a part of something. */
  private readonly isWhole: boolean;
  private readonly external: readonly ExternalObject[] | undefined;
  private readonly closed: boolean;
  /** By kind, namespace and name. */
  private readonly targets = new Map<string, Map<string, Map<string, Target>>>();
  private readonly byKind = new Map<string, Manifest[]>();
  private readonly byNamespace = new Map<string, Manifest[]>();
  private readonly byKindInside = new Map<string, Manifest[]>();
  private readonly servicesInside = new Map<string, Map<string, Service>>();
  private readonly opaque = new Set<string>();

  constructor(tree: readonly Manifest[], { external, closed = false }: GraphContext) {
    this.external = external;
    this.closed = closed;
    for (const manifest of tree) this.add(manifest);
    const filled = [...this.namespaces.keys()].filter((name) => this.pods.in(name).length > 0);
    this.isWhole = filled.length > this.namespaces.size / 2;
  }

  /** Whether the tree and what is named besides it are all there is. */
  get strict(): boolean {
    return this.closed || (this.isWhole && this.external !== undefined);
  }

  ofKind(kind: string): readonly Manifest[] {
    return this.byKind.get(kind) ?? [];
  }

  /** All objects of a namespace. */
  inside(namespace: string): readonly Manifest[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  ofKindInside(kind: string, namespace: string): readonly Manifest[] {
    return this.byKindInside.get(`${kind}\0${namespace}`) ?? [];
  }

  /** The object of this name; undefined when nobody has it or makes it. */
  find(kind: string, namespace: string, name: string): Target | undefined {
    const inside = this.targets.get(kind);
    const known = inside?.get(namespace)?.get(name) ?? inside?.get('*')?.get(name);
    if (known) return known;
    const outside = isBuiltIn(kind, namespace, name) || this.isExternal(kind, namespace, name);
    return outside ? { kind, namespace, name } : undefined;
  }

  /** Whether an object of this kind that cannot be found in this namespace is not there. */
  expects(kind: string, namespace: string, referrer: string): boolean {
    if (this.closed) return true;
    if (this.strict) return !this.opaque.has(namespace);
    if (isScoped(kind)) {
      // A kind that the tree has none of is somebody else's.
      return this.targets.has(kind) && (referrer === '' ? this.namespaces.size > 0 : this.isClosed(referrer));
    }
    if (this.isDeliveredFrom(kind, namespace)) return true;
    // Secrets are often made by hand; a tree without any says nothing about them.
    return this.isClosed(namespace) && (kind !== '/Secret' || this.targets.has('/Secret'));
  }

  /** Whether the tree has all that is in a namespace. */
  isClosed(namespace: string): boolean {
    if (this.closed) return true;
    if (this.opaque.has(namespace)) return false;
    return this.strict || (this.isWhole && this.namespaces.has(namespace) && !isSystem(namespace));
  }

  service(namespace: string, name: string): Service | undefined {
    return this.services.get(`${namespace}\0${name}`);
  }

  servicesOf(namespace: string): readonly Service[] {
    return [...(this.servicesInside.get(namespace)?.values() ?? [])];
  }

  /** The pods behind a Service. */
  podsOf({ namespace, selector }: Service): readonly Pods[] {
    return selector ? this.pods.select(namespace, { matchLabels: selector }) : [];
  }

  /** The name that somebody most likely meant. */
  suggest(kind: string, namespace: string, name: string): string | undefined {
    return nearest(name, this.targets.get(kind)?.get(namespace)?.keys() ?? []);
  }

  /** Pods outside the tree, as the environment describes them. */
  get externalPods(): readonly ExternalObject[] {
    return (this.external ?? []).filter(({ kind }) => kind === 'Pod');
  }

  /** Whether it is named besides the tree; `kind` is a `<group>/<Kind>`. */
  isExternal(kind: string, namespace: string, name: string): boolean {
    const [plain, group] = [plainKind(kind), kind.slice(0, kind.indexOf('/'))];
    return (this.external ?? []).some(
      (one) =>
        one.kind === plain &&
        (one.group === undefined || one.group === group) &&
        (one.namespace === undefined || one.namespace === namespace) &&
        (one.name === undefined || one.name === name),
    );
  }

  private add(manifest: Manifest): void {
    const kind = kindOf(manifest);
    const namespace = isScoped(kind) ? '' : namespaceOf(manifest);
    entry(this.byKind, kind, () => []).push(manifest);
    entry(this.byNamespace, namespaceOf(manifest), () => []).push(manifest);
    entry(this.byKindInside, `${kind}\0${namespaceOf(manifest)}`, () => []).push(manifest);
    this.pods.add(manifest);
    this.put(kind, namespace, nameOf(manifest), manifest, ownKeys(kind, manifest.object));
    for (const product of productsOf(kind, manifest.object)) {
      this.put(product.kind, product.namespace ?? namespace, product.name, manifest, product.keys);
    }
    this.addServices(manifest, kind);
    if (kind === '/Namespace') {
      const labels = labelsIn(labelsOf(manifest));
      this.namespaces.set(nameOf(manifest), { ...labels, 'kubernetes.io/metadata.name': nameOf(manifest) });
    }
    if (namespace !== '' && makesUnknownPods(kind)) this.opaque.add(namespace);
    const { fills } = recordOf(kind);
    for (const filled of fills?.(mapOf(manifest.object.spec), manifest.object) ?? []) this.opaque.add(filled);
  }

  private addServices(manifest: Manifest, kind: string): void {
    const made = operatedBy(kind, manifest.object)?.services.map((one) => madeService(manifest, one)) ?? [];
    for (const service of kind === '/Service' ? [serviceOf(manifest)] : made) {
      this.services.set(`${service.namespace}\0${service.name}`, service);
      entry(this.servicesInside, service.namespace, () => new Map<string, Service>()).set(service.name, service);
      if (service.made) this.put('/Service', service.namespace, service.name, manifest, undefined);
    }
  }

  private put(kind: string, namespace: string, name: string, manifest: Manifest, keys?: readonly string[]): void {
    const inside = entry(this.targets, kind, () => new Map<string, Map<string, Target>>());
    const there = entry(inside, namespace, () => new Map<string, Target>());
    const before = there.get(name);
    const both = keys && before?.keys ? [...before.keys, ...keys] : before ? undefined : keys;
    there.set(name, { kind, namespace, name, manifest, keys: both && new Set(both) });
  }

  /** Argo CD and Flux live in namespaces of their own; what they need there stands together, or elsewhere. */
  private isDeliveredFrom(kind: string, namespace: string): boolean {
    const group = kind.slice(0, kind.indexOf('/'));
    const has = (one: string) => this.targets.get(one)?.has(namespace) === true;
    if (group === 'argoproj.io') return has('argoproj.io/AppProject');
    if (!group.endsWith('.toolkit.fluxcd.io')) return false;
    return ['GitRepository', 'OCIRepository', 'Bucket'].some((one) => has(`source.toolkit.fluxcd.io/${one}`));
  }
}

/** What a map has for a key; made when it has nothing. */
function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

interface Kept extends GraphContext {
  readonly graph: Graph;
}

const graphs = new WeakMap<readonly Manifest[], Kept>();

/** The graph of a tree; every rule asks, so it is kept. */
export function graphOf(tree: readonly Manifest[], context: GraphContext = {}): Graph {
  const { external, closed } = context;
  const kept = graphs.get(tree);
  if (kept && kept.external === external && kept.closed === closed) return kept.graph;
  const graph = new Graph(tree, context);
  graphs.set(tree, { external, closed, graph });
  return graph;
}

/** The namespace that a reference means: its own word, else the referrer's; none for kinds without. */
export function namespaceFor(kind: string, own: string | undefined, referrer: Manifest): string {
  return isScoped(kind) ? '' : (own ?? namespaceOf(referrer));
}

/** Namespaces that every cluster has, with more in them than any tree. */
function isSystem(namespace: string): boolean {
  return namespace === 'default' || namespace.startsWith('kube-');
}
