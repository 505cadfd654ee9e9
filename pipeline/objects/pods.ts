import { type Data, mapOf, textOf } from '../../kubernetes/access';
import { operatedBy } from '../../kubernetes/operated';
import { type PodPort, portsOf } from '../../kubernetes/pod-ports';
import { type Labels, labelsIn, selects } from '../../kubernetes/selector';
import type { Manifest } from './manifest';
import { kindOf, namespaceOf } from './names';

/** Pods that an object of the tree makes, itself or through an operator. */
export interface Pods {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly labels: Labels;
  readonly ports: readonly PodPort[];
  /** Whether they run in the network of the node, where no policy is sure to hold. */
  readonly onHost: boolean;
}

/** The pods of a tree, by namespace and label. */
export class PodIndex {
  readonly all: Pods[] = [];
  private readonly byNamespace = new Map<string, Pods[]>();
  private readonly byLabel = new Map<string, Pods[]>();

  add(manifest: Manifest): void {
    const pods = podsOf(manifest);
    if (!pods) return;
    this.all.push(pods);
    push(this.byNamespace, pods.namespace, pods);
    for (const [key, value] of Object.entries(pods.labels)) {
      push(this.byLabel, labelKey(pods.namespace, key, value ?? ''), pods);
    }
  }

  in(namespace: string): readonly Pods[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** Those that a label selector selects. */
  select(namespace: string, selector: unknown): Pods[] {
    return this.candidates(namespace, mapOf(mapOf(selector).matchLabels)).filter(({ labels }) =>
      selects(selector, labels),
    );
  }

  /** The shortest list that has all: those with the first label, and those whose value for it is not known. */
  private candidates(namespace: string, matchLabels: Data): readonly Pods[] {
    for (const key in matchLabels) {
      const value = textOf(matchLabels[key]);
      if (value === undefined || value === '') continue;
      const certain = this.byLabel.get(labelKey(namespace, key, value));
      const unknown = this.byLabel.get(labelKey(namespace, key, ''));
      if (certain) return unknown ? [...certain, ...unknown] : certain;
      if (unknown) return unknown;
    }
    return this.in(namespace);
  }
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\0${key}\0${value}`;
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function podsOf(manifest: Manifest): Pods | undefined {
  const { pod, object } = manifest;
  const namespace = namespaceOf(manifest);
  if (pod) {
    const { metadata, spec } = pod;
    const labels = labelsIn(metadata.labels);
    return { manifest, namespace, labels, ports: portsOf(pod), onHost: spec.hostNetwork === true };
  }
  const operated = operatedBy(kindOf(manifest), object);
  return operated && { manifest, namespace, ...operated.pods, onHost: false };
}
