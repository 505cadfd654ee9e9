import type { FieldPath } from '../../kubernetes/access';
import { type Address, addressesIn, portVariable, shortAddress } from '../../kubernetes/addresses';
import type { Manifest } from './manifest';
import type { GraphContext } from './graph';
import { type Graph, graphOf } from './graph';
import { type Links, linksOf } from './links';
import { kindOf, namespaceOf } from './names';
import type { Pods } from './pods';
import { type PodText, textsBehind, textsOfOperated, textsOfPod } from './texts';

/** Pods that are told to talk to a Service. */
export interface Dial extends Address {
  readonly pods: Pods;
  /** Where they are told so. */
  readonly from: Manifest;
  readonly path: FieldPath;
  /** Whether it can mean nothing but a Service of the cluster. */
  readonly certain: boolean;
}

const nothing: readonly Dial[] = [];
const dials = new WeakMap<Graph, readonly Dial[]>();

/** Everything that the pods of a tree are told to talk to, as far as a text says so. */
export function dialsOf(tree: readonly Manifest[], context: GraphContext = {}): readonly Dial[] {
  const graph = graphOf(tree, context);
  const kept = dials.get(graph) ?? findDials(graph, linksOf(tree, context));
  dials.set(graph, kept);
  return kept;
}

function findDials(graph: Graph, links: Links): Dial[] {
  const found = graph.pods.all.flatMap((pods) => textsFor(pods, links).flatMap((text) => dialsIn(text, pods, graph)));
  for (const manifest of graph.ofKind('monitoring.coreos.com/ScrapeConfig')) {
    const texts = textsOfOperated(manifest);
    found.push(
      ...prometheusBeside(manifest, graph).flatMap((pods) => texts.flatMap((text) => dialsIn(text, pods, graph))),
    );
  }
  return [...found, ...graph.ofKind('monitoring.coreos.com/Probe').flatMap((probe) => probeDials(probe, graph))];
}

/** Prometheus asks the prober, and the prober asks the targets. */
function probeDials(probe: Manifest, graph: Graph): Dial[] {
  const texts = textsOfOperated(probe);
  const inside = (part: string) => texts.filter(({ path }) => path[1] === part);
  const servers = prometheusBeside(probe, graph);
  const asked = servers.flatMap((pods) => inside('prober').flatMap((text) => dialsIn(text, pods, graph)));
  const probers = inside('prober').flatMap(({ text }) =>
    addressesIn(text).flatMap(({ namespace, service }) => {
      const matchLabels = graph.service(namespace, service)?.selector;
      return matchLabels ? graph.pods.select(namespace, { matchLabels }) : [];
    }),
  );
  return [...asked, ...probers.flatMap((pods) => inside('targets').flatMap((text) => dialsIn(text, pods, graph)))];
}

/** The Prometheus servers that may read an object. */
function prometheusBeside(manifest: Manifest, graph: Graph): Pods[] {
  const beside = graph.pods.in(namespaceOf(manifest));
  return beside.filter((pods) => kindOf(pods.manifest) === 'monitoring.coreos.com/Prometheus');
}

function textsFor({ manifest }: Pods, links: Links): PodText[] {
  const found = manifest.pod ? textsOfPod(manifest, manifest.pod) : textsOfOperated(manifest);
  const seen = new Set<string>();
  for (const link of links.from.get(manifest) ?? []) {
    if (!link.target?.manifest) continue;
    // The same file is often mounted whole by several containers.
    const key = `${link.to}\0${link.name}\0${link.keys.map((one) => one.key).join('\0')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const text of textsBehind(link, kindOf(link.target.manifest))) found.push(text);
  }
  return found;
}

function dialsIn({ from, path, text, variable }: PodText, pods: Pods, graph: Graph): readonly Dial[] {
  const full = addressesIn(text);
  if (full.length === 0 && !variable) return nothing;
  const portName = variable && portVariable(variable.name);
  const beside = portName === undefined ? Number.NaN : Number(variable?.of.get(portName));
  const place = { pods, from, path };
  if (full.length > 0) {
    return full.map((address) => ({
      ...address,
      ...place,
      port: address.port ?? (Number.isInteger(beside) ? beside : undefined),
      certain: true,
    }));
  }
  const brief = variable && shortAddress(text, pods.namespace);
  if (!brief || brief.service === 'localhost') return [];
  const known = graph.service(brief.namespace, brief.service) !== undefined;
  const certain = brief.scheme !== undefined && brief.scheme !== 'file' && brief.namespace === pods.namespace;
  return known || certain ? [{ ...brief, ...place, certain }] : [];
}
