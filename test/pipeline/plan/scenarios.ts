import { render } from '../../../charts';
import { publishedFiles } from '../../../commands/publish';
import { planOf } from '../../../pipeline/plan';
import type { Comparison } from '../../../pipeline/plan/compare';
import { environmentsOf } from '../../../pipeline/plan/source/environments';
import { type Folder, layOut } from '../../../pipeline/tree/layout';
import type { Environment } from '../../../pipeline/environment/types';
import { environment } from '../../support/environments';

/** What people do to an environment, and the plan that they get. */
export interface Scenario {
  readonly name: string;
  readonly comparison: () => Comparison;
}

const newer = (image: string, digit: string) => `registry.bkg.example/bkg/${image}:0.2.0@sha256:${digit.repeat(64)}`;

/** The plan from a committed environment to the same with other settings. */
function planned(name: string, changes: Parameters<typeof environment>[1]): Comparison {
  const plans = planOf(sideOf(environment(name)), sideOf(environment(name, changes)));
  const [comparison] = 'comparisons' in plans ? plans.comparisons : [];
  if (!comparison) throw new Error('there is no plan');
  return comparison;
}

function sideOf(env: Environment) {
  const folders = render(env) as readonly Folder[];
  const files = layOut(env.name, folders);
  const published = publishedFiles([{ environment: env, folders, files, milliseconds: 0 }]);
  return {
    title: 'gitops',
    environments: environmentsOf(new Map(published.map(({ path, text }) => [path, Buffer.from(text)])), 'gitops'),
  };
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'release',
    comparison: () =>
      planned('production', {
        daemon: { image: newer('cave-daemon', 'd') },
        webApp: { image: newer('web-app-production', 'e'), replicas: 4 },
        database: { migrations: { image: newer('bkg-migrations', 'f') } },
        telemetry: { sampling: 0.5 },
      }),
  },
  {
    name: 'storage',
    comparison: () =>
      planned('staging', {
        database: { mode: 'managed', managed: { host: 'db.staging.bkg.example', cidrs: ['10.30.0.0/24'], port: 5432 } },
        kernel: { audit: { storage: { storageClass: 'standard' } } },
        telemetry: { replicas: 0 },
      }),
  },
  {
    name: 'openings',
    comparison: () =>
      planned('production', {
        route: { adminAllowList: ['0.0.0.0/0'] },
        kernel: { isolation: 'off' },
        telemetry: {
          backends: [
            { name: 'observability', signals: ['traces'], host: 'otlp.example.org', port: 4317, cidrs: ['0.0.0.0/0'] },
          ],
        },
      }),
  },
];
