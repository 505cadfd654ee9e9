import type { Manifest } from '../../charts/component';
import { at, mapOf, mapsOf } from '../../kubernetes/access';
import type { Environment } from '../../settings/types';
import { environment, manifest, manifests } from '../support/environments';
import { answer } from '../support/gateway-api';
import { type RolloutStep, rolloutStep, rolloutSteps } from '../support/rollout';

const names = Object.keys(rolloutSteps) as RolloutStep[];
const steps = Object.fromEntries(names.map((step) => [step, rolloutStep(step)])) as Record<RolloutStep, Environment>;
/** A whole roll-out and the way out of it, and each move that an operator makes on the way there and back. */
const way: readonly Environment[] = [environment('production'), ...names.map((step) => steps[step])];
const moves = way.slice(1).flatMap((to, index) => [
  [way[index], to],
  [to, way[index]],
]) as [Environment, Environment][];

const text = (object: unknown) => JSON.stringify(object);
const deployments = (env: Environment) => manifests(env, 'cave-daemon').filter(({ kind }) => kind === 'Deployment');
const podLabels = (deployment: Manifest) => mapOf(at(deployment, ['spec', 'template', 'metadata', 'labels']));
const publicSelector = (env: Environment) =>
  mapOf(at(manifest(env, 'cave-daemon', 'Service', 'cave-daemon'), ['spec', 'selector']));

/** Deployments whose pods the public Service selects. */
function behind(env: Environment, selector: Readonly<Record<string, unknown>>): Manifest[] {
  return deployments(env).filter((one) =>
    Object.entries(selector).every(([name, value]) => podLabels(one)[name] === value),
  );
}

describe('every move of a roll-out, forward and back', () => {
  test('leaves selectors of Deployments as they are', () => {
    const selectors = new Map<string, Set<string>>();
    for (const one of way.flatMap(deployments)) {
      const known = selectors.get(one.metadata.name) ?? new Set();
      selectors.set(one.metadata.name, known.add(text(at(one, ['spec', 'selector']))));
    }
    expect([...selectors].map(([name, all]) => [name, all.size])).toEqual([
      ['cave-daemon', 1],
      ['cave-daemon-green', 1],
    ]);
  });

  test('leads callers to pods that run already and may write', () => {
    for (const [from, to] of moves) {
      const found = behind(from, publicSelector(to));
      expect(found).toHaveLength(1);
      expect(behind(to, publicSelector(to))).toHaveLength(1);
      expect(found.map((one) => podLabels(one)['bkg.dev/shadow'])).toEqual([undefined]);
    }
  });

  test('moves callers and pods in different changes', () => {
    for (const [from, to] of moves) {
      if (text(publicSelector(from)) === text(publicSelector(to))) continue;
      expect(deployments(to).map((one) => one.spec)).toEqual(deployments(from).map((one) => one.spec));
      expect(manifest(to, 'checks', 'Job', jobOf(to))).not.toEqual(manifest(from, 'checks', 'Job', jobOf(from)));
    }
  });

  const jobOf = (env: Environment) =>
    manifests(env, 'checks').find(({ kind }) => kind === 'Job')?.metadata.name ?? 'none';
});

test('one step is the next one in one line', () => {
  const [ready, switched] = [rolloutSteps.ready, rolloutSteps.switched];
  expect({ ...ready, active: 'green' }).toEqual(switched);
});

const routes = (env: Environment) => manifests(env).filter(({ kind }) => kind === 'HTTPRoute');
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'];
const paths = [
  '/api/v1',
  '/api/v1/auth',
  '/api/v1/auth/keys',
  '/api/v1/authors',
  '/api/v1/models/7',
  '/api/v1/sandboxes',
  '/api/v1/sandboxes/7/exec',
  '/api/v1/sessions',
];

/** Every call of every method that is copied to green. */
function copied(env: Environment, headers?: Record<string, string>): string[] {
  return paths.flatMap((path) =>
    methods.flatMap((method) => {
      const found = answer(routes(env), { host: 'api.bkg.example', method, path, headers });
      if (found?.copy === undefined) return [];
      expect(found.copy).toBe('cave-daemon-shadow');
      return [`${method} ${path}`];
    }),
  );
}

const reads = (all: readonly string[]) => all.flatMap((path) => [`GET ${path}`, `HEAD ${path}`]);

describe('copies', () => {
  test('are of reads alone, and never of calls about keys', () => {
    expect(copied(steps.shadow)).toEqual(reads(paths.filter((path) => !/\/auth(\/|$)/.test(path))));
  });

  test('are of the paths that the environment names', () => {
    const green = {
      ...rolloutSteps.shadow.green,
      shadow: { percent: 1, paths: ['/api/v1/sandboxes', '/api/v1/models'] },
    };
    const some = { ...steps.shadow, daemon: { ...steps.shadow.daemon, rollout: { ...rolloutSteps.shadow, green } } };
    expect(copied(some)).toEqual(reads(['/api/v1/models/7', '/api/v1/sandboxes', '/api/v1/sandboxes/7/exec']));
    expect(copied(some, { 'x-bkg-preview': 'green' })).toEqual([]);
  });

  test('are of nothing once nobody shadows', () => {
    for (const step of ['one', 'beside', 'ended', 'ready', 'switched', 'other'] as const)
      expect(copied(steps[step])).toEqual([]);
  });

  test('change nothing of what callers reach', () => {
    for (const step of names) {
      for (const path of paths) {
        for (const method of methods) {
          const found = answer(routes(steps[step]), { host: 'app.bkg.example', method, path });
          expect(found?.service).toBe('cave-daemon');
        }
      }
    }
  });
});

test('no route names a Service that goes with the same change', () => {
  const named = (env: Environment) =>
    routes(env).flatMap(({ spec }) =>
      [...text(spec).matchAll(/"name":"(cave-daemon-[a-z]+)"/g)].map(([, name]) => name),
    );
  const services = (env: Environment) =>
    manifests(env, 'cave-daemon').flatMap(({ kind, metadata }) => (kind === 'Service' ? [metadata.name] : []));
  const mirrors = (env: Environment) => named(env).filter((name) => name === 'cave-daemon-shadow');
  for (const [from, to] of moves) {
    // While an engine removes both, it may remove the Service first, and reads would be answered with 500.
    if (copied(from).length > 0) expect(services(to)).toEqual(expect.arrayContaining(mirrors(from)));
  }
  expect(mirrors(steps.shadow).length).toBeGreaterThan(2);
});

test('copies find no pod of another role, not even while one is replaced by the other', () => {
  const selector = mapOf(
    at(manifest(steps.shadow, 'cave-daemon', 'Service', 'cave-daemon-shadow'), ['spec', 'selector']),
  );
  expect(behind(steps.shadow, selector)).toHaveLength(1);
  expect(behind(steps.ready, selector)).toEqual([]);
});

describe('the preview', () => {
  const headers = { 'x-bkg-preview': 'green' };

  test.each([
    ['shadow', 'cave-daemon-shadow'],
    ['ready', 'cave-daemon-green'],
  ] as const)('reaches green by any method and path in step %s, and is no copy', (step, service) => {
    for (const path of paths) {
      for (const method of methods) {
        const found = answer(routes(steps[step]), { host: 'api.bkg.example', method, path, headers });
        expect(found).toEqual({ route: 'preview-cave-daemon', service, copy: undefined });
      }
    }
  });

  test('takes another value for a call like any other', () => {
    const request = {
      host: 'api.bkg.example',
      method: 'GET',
      path: '/api/v1/models',
      headers: { 'x-bkg-preview': 'blue' },
    };
    expect(answer(routes(steps.shadow), request)?.service).toBe('cave-daemon');
  });

  test('is for operators alone', () => {
    const policy = manifest(steps.shadow, 'cave-daemon', 'SecurityPolicy', 'preview-cave-daemon');
    expect(at(policy, ['spec', 'targetRefs', 0, 'name'])).toBe('preview-cave-daemon');
    expect(at(policy, ['spec', 'authorization', 'defaultAction'])).toBe('Deny');
    expect(at(policy, ['spec', 'authorization', 'rules', 0, 'principal', 'clientCIDRs'])).toEqual(['203.0.113.0/28']);
  });
});

describe('a daemon that only gets copies', () => {
  const container = (env: Environment, name: string) =>
    mapOf(at(manifest(env, 'cave-daemon', 'Deployment', name), ['spec', 'template', 'spec', 'containers', 0]));
  const policy = (env: Environment, name: string) => mapOf(manifest(env, 'platform', 'NetworkPolicy', name).spec);

  test('has one secret: the address of a role that cannot write', () => {
    const { env, envFrom, volumeMounts } = container(steps.shadow, 'cave-daemon-green');
    const secrets = mapsOf(env).flatMap(({ item }) => (item.valueFrom ? [[item.name, item.valueFrom]] : []));
    expect(secrets).toEqual([['BKG_DB_DSN', { secretKeyRef: { name: 'cave-daemon-shadow', key: 'BKG_DB_DSN' } }]]);
    expect([envFrom, text(volumeMounts).includes('secret')]).toEqual([undefined, false]);
    const external = manifest(steps.shadow, 'secrets', 'ExternalSecret', 'cave-daemon-shadow');
    expect(text(external.spec)).toContain('postgres://bkg_shadow:');
    expect(text(external.spec)).toContain('/database/shadow"');
  });

  test('has the same secrets as any other before calls move', () => {
    const secrets = (name: string) =>
      mapsOf(container(steps.ready, name).env).flatMap(({ item }) => (item.valueFrom ? [item] : []));
    expect(secrets('cave-daemon-green')).toEqual(secrets('cave-daemon'));
  });

  test('reaches database and collector, and DNS by the policy of its namespace', () => {
    const { egress } = policy(steps.shadow, 'cave-daemon-green');
    const ports = mapsOf(egress).flatMap(({ item }) => mapsOf(item.ports).map((one) => one.item.port));
    expect(ports).toEqual([5432, 4317]);
    expect(text(policy(steps.ready, 'cave-daemon-green').egress)).toContain('"bkg-cave-kernel"');
  });

  test('lets in whom the active one lets in', () => {
    const [green, blue] = ['cave-daemon-green', 'cave-daemon'].map((name) => policy(steps.shadow, name));
    expect(green?.ingress).toEqual(blue?.ingress);
    expect(mapsOf(green?.ingress).length).toBeGreaterThan(2);
  });

  test('is told from the service in what it sends', () => {
    const config = text(manifest(steps.shadow, 'telemetry', 'ConfigMap', 'otel-collector'));
    expect(config).toContain('bkg.dev/colour');
    expect(config).toContain('bkg.dev/shadow');
    expect(podLabels(manifest(steps.shadow, 'cave-daemon', 'Deployment', 'cave-daemon-green'))).toMatchObject({
      'bkg.dev/colour': 'green',
      'bkg.dev/shadow': 'true',
    });
  });
});

describe('monitoring', () => {
  const monitors = (env: Environment) =>
    manifests(env, 'monitoring')
      .filter(({ kind, metadata }) => kind === 'ServiceMonitor' && metadata.name.startsWith('cave-daemon'))
      .map(({ metadata, spec }) => [metadata.name, at(spec, ['selector', 'matchLabels', 'bkg.dev/colour'])]);

  test('scrapes the active colour as the service, and the other one under a name of its own', () => {
    expect(monitors(steps.shadow)).toEqual([
      ['cave-daemon', 'blue'],
      ['cave-daemon-idle', 'green'],
    ]);
    expect(monitors(steps.switched)).toEqual([
      ['cave-daemon', 'green'],
      ['cave-daemon-idle', 'blue'],
    ]);
    expect(monitors(steps.other)).toEqual([['cave-daemon', 'green']]);
  });

  const rules = (env: Environment) => manifests(env, 'monitoring').filter(({ kind }) => kind === 'PrometheusRule');

  test('counts no copy as a call', () => {
    // Envoy Gateway 1.9.1, internal/gatewayapi/filters.go: a mirror is called after its rule.
    const upstream = 'httproute/bkg-cave-daemon/cave-daemon-shadow/rule/0';
    const patterns = [...text(rules(steps.shadow)).matchAll(/envoy_cluster_name=~\\"([^"\\]+)\\"/g)].map(
      ([, one = '']) => one,
    );
    const takes = (name: string) => patterns.filter((pattern) => new RegExp(`^(?:${pattern})$`).test(name)).length;
    expect(patterns.length).toBeGreaterThan(10);
    expect([takes(upstream), takes(`${upstream}-mirror-0`)]).toEqual([patterns.length, 0]);
    expect(takes('httproute/bkg-cave-daemon/preview-cave-daemon/rule/0')).toBe(0);
  });

  test('has no alert about a shadow, and the usual ones about what calls may move to', () => {
    const expressions = (env: Environment, ...wanted: string[]) =>
      rules(env)
        .flatMap(({ spec }) => mapsOf(at(spec, ['groups', 0, 'rules'])).map(({ item }) => item))
        .filter(({ alert }) => wanted.includes(String(alert)))
        .map(({ expr }) => String(expr));
    const workloads = ['WorkloadDown', 'WorkloadDegraded', 'PodRestarting', 'PodCrashLooping', 'PodCannotStart'];
    const shadow = expressions(steps.shadow, ...workloads);
    expect(shadow).toHaveLength(5);
    for (const one of shadow) expect(one).toMatch(/(deployment|container)!="cave-daemon-green"/);
    expect(expressions(steps.ready, ...workloads).join('')).not.toContain('!="cave-daemon-green"');
    expect(expressions(steps.shadow, 'CaveDaemonMemoryHigh').join('')).toContain('container="cave-daemon"');
    expect(expressions(steps.ready, 'CaveDaemonMemoryHigh').join('')).toContain(
      'container=~"cave-daemon|cave-daemon-green"',
    );
    expect(text(rules(steps.shadow))).not.toContain('cave-daemon-idle');
  });
});

test('the quota holds the pods of both colours', () => {
  const pods = (env: Environment) =>
    Number(
      at(
        manifests(env, 'platform').find(
          ({ kind, metadata }) => kind === 'ResourceQuota' && metadata.namespace === 'bkg-cave-daemon',
        ),
        ['spec', 'hard', 'pods'],
      ),
    );
  expect(pods(steps.shadow)).toBe(2 * pods(steps.one));
});

test('a restore stops both colours', () => {
  const { database } = steps.ready;
  const restored: Environment = { ...steps.ready, database: { ...database, restore: { at: '2026-01-31T12:00:00Z' } } };
  expect(deployments(restored).map((one) => at(one, ['spec', 'replicas']))).toEqual([0, 0]);
});

test('every object of a colour says so, and where the roll-out stands is on the public Service', () => {
  const coloured = manifests(steps.ready, 'cave-daemon')
    .filter(({ metadata }) => metadata.labels?.['bkg.dev/colour'] === 'green')
    .map(({ kind }) => kind);
  expect(coloured.sort()).toEqual(['Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Service']);
  const said = names.map((step) => {
    const { annotations } = manifest(steps[step], 'cave-daemon', 'Service', 'cave-daemon').metadata;
    return [annotations?.['bkg.dev/rollout-step'], annotations?.['bkg.dev/rollout-next']];
  });
  expect(said.map(([step]) => step)).toEqual([
    'blue answers all calls, alone',
    'blue answers all calls, green gets none and cannot write',
    'blue answers all calls, green gets copies of 10 of 100 reads and cannot write',
    'blue answers all calls, green gets none and cannot write',
    'blue answers all calls, green could as well and gets none',
    'green answers all calls, blue could as well and gets none',
    'green answers all calls, alone',
  ]);
  for (const [, next] of said) expect(next).toContain('docs/runbooks/daemon-rollout.md');
});
