import type { Manifest } from '../../charts/component';
import { at } from '../../kubernetes/access';
import type { Environment } from '../../settings/types';
import { environment, manifests } from '../support/environments';

const restore = { at: '2026-01-31T12:00:00Z' };
const daemon = { daemon: { replicas: 2, autoscaling: undefined } };

/** Every mode, delivered by both engines. */
const modes: Record<string, (changes: object) => Environment> = {
  statefulset: (changes) => environment('dev', { ...daemon, database: changes }),
  operator: (changes) => environment('staging', { delivery: { engines: ['argocd', 'flux'] }, database: changes }),
  managed: (changes) => environment('production', { delivery: { engines: ['argocd', 'flux'] }, database: changes }),
};

const ofKind = (objects: readonly Manifest[], ...kinds: string[]) => objects.filter(({ kind }) => kinds.includes(kind));
const named = (objects: readonly Manifest[], name: RegExp) =>
  objects.filter(({ metadata }) => name.test(metadata.name));

describe.each(Object.entries(modes))('%s', (mode, make) => {
  const usual = manifests(make({}));
  const objects = manifests(make({ restore }));

  test('nobody writes', () => {
    expect(named(ofKind(objects, 'Deployment'), /^cave-daemon$/).map(({ spec }) => at(spec, ['replicas']))).toEqual([
      0,
    ]);
    const jobs = named(ofKind(objects, 'Job'), /^(bkg-db-migration|bkg-db-policies|post-deploy-check)-/);
    expect(jobs.map(({ spec }) => at(spec, ['suspend']))).toEqual([true, true, true]);
    const drill = named(ofKind(objects, 'CronJob'), /^restore-drill$/);
    expect(drill.map(({ spec }) => at(spec, ['suspend']))).toEqual(mode === 'managed' ? [] : [true]);
  });

  test('Argo CD does not wait for a Job that does not run, and Flux for none of its component', () => {
    const suspended = ofKind(objects, 'Job').filter(({ spec }) => at(spec, ['suspend']) === true);
    expect(suspended.map(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/hook'])).toEqual(
      suspended.map(() => 'Skip'),
    );
    const waiting = ofKind(objects, 'Kustomization').filter(({ spec }) => at(spec, ['wait']) === false);
    expect(waiting.map(({ metadata }) => metadata.name.replace(/^bkg-[a-z]+-/, '')).sort()).toEqual([
      'bkg-db-migration',
      'bkg-db-policies',
      'checks',
      'flux',
    ]);
  });

  test('no engine prunes', () => {
    const prunes = (all: readonly Manifest[]) => [
      ...ofKind(all, 'Kustomization').map(({ spec }) => at(spec, ['prune'])),
      ...ofKind(all, 'Application').map(({ spec }) => at(spec, ['syncPolicy', 'automated', 'prune'])),
    ];
    expect(new Set(prunes(usual))).toEqual(new Set([true]));
    expect(new Set(prunes(objects))).toEqual(new Set([false]));
  });

  test('the API stops before the new server starts, on both engines', () => {
    const wave = (all: readonly Manifest[], kind: string, name: RegExp) =>
      Number(named(ofKind(all, kind), name)[0]?.metadata.annotations?.['argocd.argoproj.io/sync-wave']);
    const first = mode === 'operator' ? 'Cluster' : mode === 'statefulset' ? 'StatefulSet' : 'Deployment';
    const server = mode === 'managed' ? /^postgres-exporter$/ : /20260131t120000z$/;
    expect(wave(objects, first, server)).toBeGreaterThan(wave(objects, 'Deployment', /^cave-daemon$/));
    const dependsOn = (name: RegExp) =>
      ((at(named(ofKind(objects, 'Kustomization'), name)[0]?.spec, ['dependsOn']) ?? []) as { name: string }[]).map(
        (one) => one.name,
      );
    expect(dependsOn(/-bkg-db$/)).toContainEqual(expect.stringMatching(/-cave-daemon$/));
    expect(dependsOn(/-cave-daemon$/).filter((name) => name.includes('bkg-db'))).toEqual([]);
  });

  test('everything else is as it was', () => {
    const others = (all: readonly Manifest[]) =>
      ofKind(all, 'Deployment', 'HTTPRoute', 'ResourceQuota', 'Namespace')
        .filter(({ metadata }) => metadata.name !== 'cave-daemon')
        .map(({ metadata, spec }) => ({ name: metadata.name, namespace: metadata.namespace, spec }));
    expect(others(objects)).toEqual(others(usual));
  });
});

describe('a CloudNativePG Cluster', () => {
  const cluster = (changes: object) => ofKind(manifests(environment('staging', { database: changes })), 'Cluster')[0];

  test('recovers from the archive of the other into one of its own', () => {
    const found = cluster({ restore });
    expect(found?.metadata.name).toBe('bkg-db-20260131t120000z');
    expect(found?.spec).toMatchObject({
      bootstrap: { recovery: { source: 'bkg-db', recoveryTarget: { targetTime: '2026-01-31T12:00:00+00:00' } } },
      externalClusters: [
        {
          name: 'bkg-db',
          plugin: {
            name: 'barman-cloud.cloudnative-pg.io',
            parameters: { barmanObjectName: 'bkg-db', serverName: 'bkg-db' },
          },
        },
      ],
      plugins: [{ isWALArchiver: true, parameters: { serverName: 'bkg-db-20260131t120000z' } }],
    });
  });

  test.each([
    ['the first one by name', { incarnation: '20260101t000000z', restore: { ...restore, from: '' } }, 'bkg-db'],
    ['the present one', { incarnation: '20260101t000000z', restore }, 'bkg-db-20260101t000000z'],
    ['another one', { restore: { ...restore, from: '20251224t180000z' } }, 'bkg-db-20251224t180000z'],
  ])('reads the archive of %s', (_name, changes, server) => {
    expect(at(cluster(changes)?.spec, ['bootstrap', 'recovery', 'source'])).toBe(server);
    expect(at(cluster(changes)?.spec, ['externalClusters', 0, 'plugin', 'parameters', 'serverName'])).toBe(server);
  });

  test('keeps its name when the restore is over, and recovers no more', () => {
    const found = cluster({ incarnation: '20260131t120000z' });
    expect(found?.metadata.name).toBe('bkg-db-20260131t120000z');
    expect(Object.keys(at(found?.spec, ['bootstrap']) as object)).toEqual(['initdb']);
    expect(at(found?.spec, ['plugins', 0, 'parameters', 'serverName'])).toBe('bkg-db-20260131t120000z');
  });

  test.each([
    [60, '30s'],
    [300, '150s'],
    [901, '450s'],
  ])('with %i seconds that may be lost closes WAL after %s', (rpoSeconds, timeout) => {
    const found = cluster({ backup: { rpoSeconds } });
    expect(at(found?.spec, ['postgresql', 'parameters', 'archive_timeout'])).toBe(timeout);
  });
});

test('Jobs that change the database run again on the new server', () => {
  const names = (changes: object) =>
    named(ofKind(manifests(environment('dev', { database: changes })), 'Job'), /^bkg-db-/).map(
      ({ metadata }) => metadata.name,
    );
  const [before, during, after] = [names({}), names({ restore }), names({ incarnation: '20260131t120000z' })];
  expect(during.filter((name) => before.includes(name))).toEqual([]);
  expect(after).toEqual(during);
});
