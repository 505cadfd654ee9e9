import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { containersOf } from '../../../kubernetes/kinds';
import { placesAt } from '../../../kubernetes/reference-field';
import type { Manifest } from '../../objects/manifest';
import type { TreeRule } from '../rule';
import { type Graph, graphOf } from '../../objects/graph';
import { namespaceOf } from '../../objects/names';

const handlers = [
  'livenessProbe|readinessProbe|startupProbe.httpGet|tcpSocket.port',
  'lifecycle.preStop|postStart.httpGet|tcpSocket.port',
];

/** Probes ask ports that the container has. */
export const probePort: TreeRule = {
  id: 'reference/probe-port',
  description: 'a probe or lifecycle handler of a named port that the container does not have',
  example: '`livenessProbe: { httpGet: { port: htpt } }`',
  *checkTree(tree) {
    for (const manifest of tree) {
      if (!manifest.pod) continue;
      for (const { container, path } of containersOf(manifest.pod)) {
        for (const [place, port] of handlers.flatMap((handler) => placesAt(container, handler, path))) {
          if (typeof port !== 'string' || /^\d+$/.test(port)) continue;
          const names = mapsOf(container.ports).flatMap(({ item }) => textOf(item.name) ?? []);
          if (names.includes(port)) continue;
          const has = names.map((name) => `"${name}"`).join(', ') || 'no named one';
          const message = `container "${textOf(container.name) ?? ''}" has no port "${port}"; it has ${has}`;
          yield [manifest, { path: place, message }];
        }
      }
    }
  },
};

// Lower-case names in brackets are mostly commands for a shell.
const use = /\$(\$)?\(([A-Z_][A-Z0-9_]*)\)/g;
/** What the kubelet adds for Services, and for the API server always. */
const ofServices = /^KUBERNETES_|_SERVICE_(?:HOST|PORT)|_PORT(?:_|$)/;

/** Arguments use variables that the container has. */
export const usedVariable: TreeRule = {
  id: 'reference/variable',
  description: 'a command, argument or variable with `$(NAME)` of a variable that the container does not have',
  example: '`args: ["--dsn=$(DATABSE_URL)"]` with `env: [{ name: DATABASE_URL }]`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const manifest of tree) {
      if (!manifest.pod) continue;
      for (const { container, path } of containersOf(manifest.pod)) {
        const uses = [...usesIn(container, path)];
        if (uses.length === 0) continue;
        const known = variablesOf(container, manifest, graph);
        for (const { place, name } of uses) {
          if (!known || known.has(name) || ofServices.test(name)) continue;
          const message = `container "${textOf(container.name) ?? ''}" has no variable "${name}"; add it, or write $$(${name}) for the text itself`;
          yield [manifest, { path: place, message }];
        }
      }
    }
  },
};

function* usesIn(container: Data, path: FieldPath): Generator<{ place: FieldPath; name: string }> {
  for (const pattern of ['command.*', 'args.*', 'env.*.value']) {
    for (const [place, text] of placesAt(container, pattern, path)) {
      // Longer texts are scripts, in which the same signs mean a command.
      if (typeof text !== 'string' || !text.includes('$(') || text.includes('\n')) continue;
      for (const [, escaped, name = ''] of text.matchAll(use)) if (!escaped) yield { place, name };
    }
  }
}

/** Every variable of a container; undefined when a source of some is not known. */
function variablesOf(container: Data, manifest: Manifest, graph: Graph): ReadonlySet<string> | undefined {
  const names = new Set(mapsOf(container.env).flatMap(({ item }) => textOf(item.name) ?? []));
  for (const { item } of mapsOf(listOf(container.envFrom))) {
    const kind = item.secretRef === undefined ? '/ConfigMap' : '/Secret';
    const name = textOf(mapOf(item.secretRef ?? item.configMapRef).name) ?? '';
    const keys = graph.find(kind, namespaceOf(manifest), name)?.keys;
    if (!keys) return undefined;
    for (const key of keys) names.add(`${textOf(item.prefix) ?? ''}${key}`);
  }
  return names;
}
