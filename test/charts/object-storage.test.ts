import type { Environment } from '../../settings/types';
import { environment, manifest, manifests } from '../support/environments';

interface JobSpec {
  readonly template: { readonly spec: { readonly containers: readonly object[] } };
}

/** The containers of the Job that a roll-out waits for, and of the schedule that looks again. */
function containersOf(env: Environment): { once: readonly object[]; daily: readonly object[]; schedule: string } {
  const job = manifests(env, 'object-storage').find(
    ({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('buckets-'),
  );
  const { jobTemplate, schedule } = manifest(env, 'object-storage', 'CronJob', 'buckets-check').spec as {
    jobTemplate: { spec: JobSpec };
    schedule: string;
  };
  return {
    once: (job?.spec as unknown as JobSpec).template.spec.containers,
    daily: jobTemplate.spec.template.spec.containers,
    schedule,
  };
}

test.each(['dev', 'staging', 'production'])('%s: what the roll-out asked of the buckets is asked every day', (name) => {
  const { once, daily, schedule } = containersOf(environment(name));
  expect(daily).toEqual(once);
  expect(schedule).toMatch(/^\d+ \d+ \* \* \*$/);
});

test.each(['dev', 'production'])('%s: the daily question may reach the storage', (name) => {
  const policies = manifests(environment(name)).filter(({ kind }) => kind === 'NetworkPolicy');
  const egress = policies.filter(({ spec }) => {
    const { podSelector, egress } = spec as {
      podSelector: { matchLabels?: Record<string, string> };
      egress?: unknown[];
    };
    return podSelector.matchLabels?.['app.kubernetes.io/name'] === 'buckets-check' && egress?.length;
  });
  expect(egress.length).toBeGreaterThan(0);
});

test('without a verification of the audit log there is no identity that could read it', () => {
  const named = (env: Environment) => JSON.stringify(manifests(env)).match(/audit-log-verification|verifier/g) ?? [];
  expect(named(environment('dev', { objectStorage: { auditVerification: undefined } }))).toEqual([]);
  expect(named(environment('dev')).length).toBeGreaterThan(10);
});
