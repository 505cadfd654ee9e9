import type { Manifest } from '../../charts/component';

/** An object of a tree, and the component that it belongs to. */
export interface Item {
  readonly key: string;
  readonly component: string;
  readonly manifest: Manifest;
  /** The manifest as text: what is equal is the same version. */
  readonly version: string;
}

/** What one commit holds: the platform's objects, and those of the engines by engine. */
export interface Tree {
  readonly items: readonly Item[];
  readonly delivery: Readonly<Record<string, readonly Manifest[]>>;
}

interface Live {
  readonly item: Item;
  readonly since: number;
}

/** Kinds that are not what they describe the moment they are stored, and for how many ticks. */
const settling: Readonly<Record<string, number>> = {
  Alertmanager: 3,
  BackendTrafficPolicy: 1,
  Certificate: 4,
  Cluster: 6,
  Deployment: 3,
  ExternalSecret: 2,
  HTTPRoute: 1,
  HorizontalPodAutoscaler: 2,
  ImageValidatingPolicy: 1,
  Ingress: 2,
  Job: 3,
  PersistentVolumeClaim: 1,
  Prometheus: 3,
  SecretStore: 1,
  SecurityPolicy: 1,
  StatefulSet: 4,
};

/** What goes wrong, or slowly. */
export interface Troubles {
  /** Keys of Jobs that never succeed. @default - none */
  readonly failing?: ReadonlySet<string>;
  /** The component whose objects take many times as long as any other's. @default - none */
  readonly slow?: string;
}

/** A cluster that stores objects and lets them become ready, one tick after another. Knows no engine. */
export class Cluster {
  private readonly live = new Map<string, Live>();
  private now = 0;

  /** Where a change is reported before it happens. @default - nowhere */
  watch: (item: Item) => void = () => {};

  constructor(private readonly troubles: Troubles = {}) {}

  tick(): void {
    this.now++;
  }

  apply(item: Item): void {
    if (this.live.get(item.key)?.item.version === item.version) return;
    this.watch(item);
    this.live.set(item.key, { item, since: this.now });
  }

  remove(key: string): void {
    this.live.delete(key);
  }

  get items(): Item[] {
    return [...this.live.values()].map(({ item }) => item);
  }

  has({ key, version }: Item): boolean {
    return this.live.get(key)?.item.version === version;
  }

  /** Whether an object is there in this version and does what it is for. */
  isReady(item: Item): boolean {
    const found = this.live.get(item.key);
    if (!found || found.item.version !== item.version || this.troubles.failing?.has(item.key)) return false;
    if (item.manifest.kind === 'PersistentVolumeClaim' && !this.isMounted(item)) return false;
    const slowness = item.component === this.troubles.slow ? 30 : 1;
    return this.now - found.since >= (settling[item.manifest.kind] ?? 0) * slowness;
  }

  hasFailed({ key }: Item): boolean {
    const found = this.live.get(key);
    const isFailing = this.troubles.failing?.has(key) === true;
    return isFailing && found !== undefined && this.now - found.since >= (settling.Job ?? 0);
  }

  /** A volume of the usual classes is bound when the first pod wants it, and not before. */
  private isMounted({ manifest }: Item): boolean {
    const claim = `"claimName":"${manifest.metadata.name}"`;
    return this.items.some(
      (other) => other.manifest.metadata.namespace === manifest.metadata.namespace && other.version.includes(claim),
    );
  }
}
