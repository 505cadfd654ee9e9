import { budgetOf, loadTestThresholds } from '../../charts/monitoring/slo';
import type { Environment, ServiceLevels } from '../../settings/types';

/** One shape of traffic, as deploy/load-test/k6.ts runs it. */
interface Profile {
  /** Calls per minute that are reached at the end of each stage; they begin at the first one's. */
  readonly stages: readonly Stage[];
  /** Lives of a sandbox begun per minute, from create to delete. */
  readonly livesPerMinute: number;
  /** Sandboxes that exist at the same time. */
  readonly sandboxes: number;
  /** The profile goes above the route's limit, so 429 is a right answer. */
  readonly refusals: boolean;
}

interface Stage {
  readonly perMinute: number;
  readonly minutes: number;
}

/** Calls of one life: create, start, exec, stop, delete. */
const callsOfLife = 5;

/** Files of deploy/load-test/ that follow from the environments: path → text. */
export function loadTestFiles(environments: readonly Environment[]): [string, string][] {
  return environments.map((env) => [
    `deploy/load-test/${env.name}.json`,
    `${JSON.stringify(loadTest(env), null, 2)}\n`,
  ]);
}

/** What deploy/load-test/k6.ts reads. */
function loadTest(env: Environment) {
  const all = Object.entries(profilesOf(env)).map(([name, profile]) => [name, withBounds(env, profile)]);
  return {
    environment: env.name,
    production: env.tier === 'production',
    address: `https://${env.domains.api}`,
    profiles: Object.fromEntries(all),
  };
}

/** All calls of a run come from one address, so `route.rateLimits.sandboxes` holds for their sum. */
function profilesOf({ route, kernel }: Environment): Record<string, Profile> {
  const limit = route.rateLimits.sandboxes;
  const share = (part: number) => Math.max(1, Math.floor(limit * part));
  // A tenth of the limit goes to sandboxes, and half of the planned ones stay for others.
  const sandboxes = Math.max(1, Math.floor(kernel.plannedSandboxes / 2));
  const common = { livesPerMinute: Math.max(1, Math.floor(limit / 10 / callsOfLife)), sandboxes, refusals: false };
  const steady = (minutes: number) => [{ perMinute: share(0.4), minutes }];
  return {
    smoke: { ...common, stages: [{ perMinute: share(0.1), minutes: 2 }], livesPerMinute: 1, sandboxes: 1 },
    load: { ...common, stages: steady(10) },
    stress: { ...common, stages: [...steady(5), { perMinute: share(0.8), minutes: 10 }] },
    spike: {
      ...common,
      stages: [...steady(2), { perMinute: limit * 2, minutes: 1 }, ...steady(2)],
      refusals: true,
    },
    soak: { ...common, stages: steady(240) },
  };
}

/** The profile with what its number of calls allows. */
function withBounds({ monitoring }: Environment, profile: Profile) {
  const minutes = profile.stages.reduce((sum, stage) => sum + stage.minutes, 0);
  const reads = readsOf(profile.stages);
  const lives = profile.livesPerMinute * minutes;
  const calls = reads + lives * callsOfLife;
  const mayFail = allowedFailures(calls, budgetOf(monitoring.slo, 'errors'));
  return {
    ...profile,
    calls,
    mayFail,
    // The generator itself may lack a tenth: a slower one has not made the load that the verdict is about.
    completed: Math.floor((reads + lives) * 0.9),
    budgetPercent: budgetPercent(monitoring.slo, mayFail),
    thresholds: loadTestThresholds(monitoring.slo),
  };
}

/** Calls of a rate that moves evenly from one stage's to the next one's. */
function readsOf(stages: readonly Stage[]): number {
  const calls = stages.map(({ perMinute, minutes }, index) => {
    const before = stages[index - 1]?.perMinute ?? perMinute;
    return ((before + perMinute) / 2) * minutes;
  });
  return Math.floor(calls.reduce((sum, some) => sum + some, 0));
}

/**
 * The most failures that a service which just keeps its objective shows in 99 of 100 such runs (Poisson): a plain share
 * would fail a run of 500 calls at 0.1 % for a single one.
 */
export function allowedFailures(calls: number, budget: number): number {
  const mean = calls * budget;
  let failures = 0;
  let term = Math.exp(-mean);
  for (let sum = term; sum < 0.99; sum += term) term *= mean / ++failures;
  return failures;
}

/**
 * What so many failures take of the month's error budget at the least traffic that burn-rate alerts look at; more
 * traffic makes it less. Null where alerts look at any traffic.
 */
function budgetPercent(slo: ServiceLevels, failures: number): number | null {
  const budget = slo.minimumCallsPerSecond * slo.windowDays * 86_400 * budgetOf(slo, 'errors');
  return budget > 0 ? Number(((failures / budget) * 100).toPrecision(3)) : null;
}
