import type { Manifest } from '../../charts/component';
import { render } from '../../charts';
import { at } from '../../kubernetes/access';
import { goMilliseconds, prometheusMilliseconds } from '../../kubernetes/durations';
import { readEnvironment } from '../../settings/read';
import type { Environment } from '../../settings/types';
import { environment, ROOT } from '../support/environments';

const restore = { at: '2026-01-31T12:00:00Z' };
/** A Prometheus that sees the engines. */
const prometheus = {
  mode: 'existing',
  existing: { namespace: 'observability', podLabels: { app: 'prometheus' }, selectorLabels: { release: 'cluster' } },
  clusterSources: ['kube-state-metrics', 'argocd', 'flux'],
} satisfies Partial<Environment['monitoring']['prometheus']>;

type Changes = Parameters<typeof environment>[1];

const variants: readonly (readonly [title: string, changes: Changes])[] = [
  ['as it is', {}],
  ['with a longest step of ten minutes', { delivery: { rollOutMinutes: 10 } }],
  ['with a longest step of three hours', { delivery: { rollOutMinutes: 180 } }],
  ['while it is restored', { database: { restore } }],
  ['while it is restored, for longer', { database: { restore, backup: { rtoMinutes: 240 } } }],
];

const cases = ['dev', 'staging', 'production'].flatMap((name) =>
  variants.map(([title, changes]) => ({ title: `${name} ${title}`, env: environment(name, watched(changes)) })),
);

/** The same, delivered by both engines. */
function watched(changes: Changes): Changes {
  const delivery: Changes = { delivery: { ...changes?.delivery, engines: ['argocd', 'flux'] } };
  return { ...changes, ...delivery, monitoring: { prometheus } };
}

/** Minutes of what Kubernetes ends by itself. */
function deadlines(manifests: readonly Manifest[]): number[] {
  return manifests.flatMap(({ kind, spec }) => {
    const field =
      kind === 'Job' ? 'activeDeadlineSeconds' : kind === 'Deployment' ? 'progressDeadlineSeconds' : undefined;
    // Kubernetes 1.36, Deployment: progressDeadlineSeconds is 600 unless given.
    return field === undefined ? [] : [Number(at(spec, [field]) ?? 600) / 60];
  });
}

function of(env: Environment) {
  const folders = render(env);
  const all = folders.flatMap(({ manifests }) => manifests);
  const components = folders
    .filter(({ reconciled }) => reconciled)
    .map(({ name, manifests }) => {
      const one = all.find(
        ({ kind, metadata }) => kind === 'Kustomization' && metadata.name === `bkg-${env.name}-${name}`,
      );
      return { name, timeout: (goMilliseconds(String(at(one?.spec, ['timeout']))) ?? NaN) / 60_000, manifests };
    });
  const rules = all.flatMap(
    ({ spec }) => (at(spec, ['groups']) ?? []) as { rules: { alert?: string; for?: string }[] }[],
  );
  const after = (alert: string) => {
    const rule = rules.flatMap((group) => group.rules).find((one) => one.alert === alert);
    return (prometheusMilliseconds(rule?.for ?? '') ?? NaN) / 60_000;
  };
  const application = all.find(({ kind }) => kind === 'Application');
  return { components, after, application };
}

describe.each(cases)('$title', ({ env }) => {
  const { components, after, application } = of(env);
  const longest = Math.max(...components.flatMap(({ manifests }) => deadlines(manifests)));

  test('Flux waits until everything in a component has ended by itself, and a little more', () => {
    expect(components.length).toBeGreaterThan(10);
    for (const { name, timeout, manifests } of components)
      expect([name, timeout]).toEqual([
        name,
        timeout >= Math.max(0, ...deadlines(manifests)) + 5 ? timeout : 'too short',
      ]);
  });

  test('Flux waits for a server that is filled from an archive', () => {
    const server = components.find(({ manifests }) =>
      manifests.some(({ kind }) => /^(StatefulSet|Cluster)$/.test(kind)),
    );
    if (env.database.mode === 'managed') expect(server).toBeUndefined();
    else expect(server?.timeout).toBeGreaterThanOrEqual(env.database.restore ? env.database.backup.rtoMinutes + 5 : 15);
  });

  test('somebody is told after Flux has given up, and after Argo CD has stopped trying', () => {
    const { limit, backoff } = at(application?.spec, ['syncPolicy', 'retry']) as Retry;
    const [first = NaN, last = NaN] = [backoff.duration, backoff.maxDuration].map(goMilliseconds);
    let tries = 0;
    for (let index = 0; index < limit; index++) tries += Math.min(first * backoff.factor ** index, last) / 60_000;
    expect(tries).toBeGreaterThan(5);
    expect(after('FluxNotReady')).toBeGreaterThan(Math.max(...components.map(({ timeout }) => timeout)));
    expect(after('ArgoCdOutOfSync')).toBeGreaterThan(longest + tries);
  });
});

interface Retry {
  readonly limit: number;
  readonly backoff: { readonly duration: string; readonly factor: number; readonly maxDuration: string };
}

test('the longest step is what an environment says', () => {
  const minutes = (rollOutMinutes?: number) => {
    const { components } = of(
      environment('staging', rollOutMinutes === undefined ? {} : { delivery: { rollOutMinutes } }),
    );
    const migration = components.find(({ name }) => name === 'bkg-db-migration');
    return [Math.max(...deadlines(migration?.manifests ?? [])), migration?.timeout];
  };
  expect(minutes()).toEqual([30, 35]);
  expect(minutes(120)).toEqual([120, 125]);
  expect(readEnvironment('dev', `${ROOT}/environments/dev.yaml`)).toMatchObject({
    environment: { delivery: { rollOutMinutes: 30 } },
  });
});
