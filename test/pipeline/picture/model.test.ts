import { render } from '../../../charts';
import { flows } from '../../../charts/flows';
import { picture } from '../../../commands/picture';
import { at, mapOf } from '../../../kubernetes/access';
import { podOf } from '../../../kubernetes/kinds';
import type { Environment } from '../../../settings/types';
import type { Picture } from '../../../pipeline/picture/model';
import { waits } from '../../../pipeline/picture/order';
import type { Folder, TreeObject } from '../../../pipeline/publish/tree/layout';
import { environment } from '../../support/environments';

const names = ['dev', 'staging', 'production'];

/** `from → to ports`, for what lies between components. */
function lines({ connections }: Picture): string[] {
  return connections.map(({ from, to, ports }) => `${from} → ${to} ${ports.join(' ')}`);
}

type Direction = 'ingress' | 'egress';

/** What the environment renders, without rules of a direction about a port in one network policy. */
function without(env: Environment, policy: string, direction: Direction, port: number): Folder[] {
  const isOther = (rule: unknown) => at(rule, ['ports', 0, 'port']) !== port;
  const change = (object: TreeObject): TreeObject => {
    if (object.kind !== 'NetworkPolicy' || object.metadata.name !== policy) return object;
    const spec = mapOf(mapOf(object).spec);
    const changed = { ...spec, [direction]: (spec[direction] as unknown[]).filter(isOther) };
    return { ...object, spec: changed } as TreeObject;
  };
  return (render(env) as readonly Folder[]).map((folder) => ({ ...folder, manifests: folder.manifests.map(change) }));
}

const daemonToKernel = 'cave-daemon → cave-kernel 8080';

test.each<[string, Direction, number]>([
  ['cave-daemon', 'egress', 8080],
  ['cave-kernel', 'ingress', 8080],
])('a flow that the policy of %s no longer has as %s disappears', (policy, direction, port) => {
  const env = environment('dev');
  const before = lines(picture(env));
  expect(before).toContain(daemonToKernel);
  // The pods are still told to call; nobody lets them.
  const after = lines(picture(env, without(env, policy, direction, port)));
  expect(after).toEqual(before.filter((one) => one !== daemonToKernel));
});

test('clients are gone once the policy of the server no longer lets their controller in', () => {
  const env = environment('dev');
  const after = picture(env, without(env, 'web-app', 'ingress', 3001));
  expect(after.connections.filter(({ to }) => to === 'web-app')).toEqual([]);
  expect(after.connections.filter(({ from }) => from === '').map(({ to }) => to)).toEqual(['admin-ui', 'cave-daemon']);
});

test('one port of several goes alone', () => {
  const env = environment('dev');
  const after = lines(picture(env, without(env, 'otel-collector', 'ingress', 8888)));
  expect(after).toContain('cave-daemon → telemetry 4317');
  expect(after).not.toContain('monitoring → telemetry 8888');
});

describe.each(names)('%s', (name) => {
  const env = environment(name);
  const shown = picture(env);

  test('nobody outside is without a name', () => {
    expect(shown.neighbours.map(({ detail }) => detail)).not.toContain('not in the environment file');
    expect(shown.common).toEqual([{ to: 'cluster DNS', ports: ['53', '53/UDP'] }]);
  });

  test('whoever waits comes later', () => {
    const stage = new Map(shown.components.map((one) => [one.name, one.stage]));
    for (const { after, stage: own } of shown.components)
      for (const before of after) expect(stage.get(before)).toBeLessThan(own);
  });

  test('between components there is what flows say, no more and no less', () => {
    expect(lines({ ...shown, connections: shown.connections.filter(isInside(shown)) })).toEqual(expected(env));
  });
});

function isInside({ components }: Picture): (connection: Picture['connections'][number]) => boolean {
  const known = new Set(components.map(({ id }) => id));
  return ({ from, to }) => known.has(from) && known.has(to);
}

/** The flows of an environment by component, found by the labels of what is rendered. */
function expected(env: Environment): string[] {
  const folders = render(env);
  const componentsOf = ({ namespace, podLabels }: { namespace: string; podLabels: Readonly<Record<string, string>> }) =>
    folders
      .filter(({ manifests }) =>
        manifests.some((object) => {
          const isCluster = object.kind === 'Cluster' && object.metadata.name === podLabels['cnpg.io/cluster'];
          const labels = mapOf(podOf(object)?.metadata.labels);
          const isPods = podOf(object) && Object.entries(podLabels).every(([key, value]) => labels[key] === value);
          return object.metadata.namespace === namespace && (isCluster || isPods || isOperated(object, podLabels));
        }),
      )
      .map((folder) => folder.name);
  const ports = new Map<string, Set<number>>();
  for (const { from, to, ports: numbers } of flows(env)) {
    if (!('namespace' in to)) continue;
    for (const client of componentsOf(from))
      for (const server of componentsOf(to)) {
        const key = `${client} → ${server}`;
        if (client !== server) ports.set(key, new Set([...(ports.get(key) ?? []), ...numbers]));
      }
  }
  return [...ports].map(([key, all]) => `${key} ${[...all].sort((a, b) => a - b).join(' ')}`).sort();
}

/** prometheus-operator makes these pods, with the labels that the object gives. */
function isOperated(object: TreeObject, podLabels: Readonly<Record<string, string>>): boolean {
  const labels = mapOf(at(object, ['spec', 'podMetadata', 'labels']));
  return (
    ['Prometheus', 'Alertmanager'].includes(object.kind) &&
    Object.entries(podLabels).every(([key, value]) => labels[key] === value)
  );
}

const grafana = { namespace: 'grafana', podLabels: { 'app.kubernetes.io/name': 'grafana' } };
const existing = { namespace: 'prometheus', podLabels: { app: 'prometheus' }, selectorLabels: {} };

test.each<[string, Environment, string[]]>([
  ['the kernel in the daemon', environment('dev', { kernel: { topology: 'embedded' } }), []],
  ['a Grafana', environment('production', { monitoring: { grafana } }), ['Grafana → monitoring 9090']],
  [
    'a Prometheus that is there',
    environment('staging', { monitoring: { prometheus: { mode: 'existing', existing } } }),
    ['cluster Prometheus → cave-daemon 8080', 'cluster Prometheus → telemetry 8888'],
  ],
  ['a restore', environment('staging', { database: { restore: { at: '2026-01-31T12:00:00Z' } } }), []],
])('%s: nobody is without a name, and nobody waits in a circle', (_, env, expected) => {
  const shown = picture(env);
  expect(shown.neighbours.map(({ detail }) => detail)).not.toContain('not in the environment file');
  expect(waits(shown.components).length).toBeGreaterThan(10);
  expect(lines(shown).map((line) => line.replaceAll('outside/', ''))).toEqual(expect.arrayContaining(expected));
});
