import { render } from '../../../charts';
import { publishedFiles } from '../../../commands/publish';
import { planOf } from '../../../pipeline/plan';
import type { Comparison } from '../../../pipeline/plan/compare';
import { environmentsOf } from '../../../pipeline/plan/source/environments';
import { filesOf } from '../../../pipeline/plan/source/files';
import { type Folder, layOut } from '../../../pipeline/publish/tree/layout';
import type { Environment } from '../../../settings/types';
import { environment } from '../../support/environments';

/** What people do to an environment, and the plan that they get. */
export interface Scenario {
  readonly name: string;
  readonly comparison: () => Comparison;
}

const newer = (image: string, digit: string) => `registry.bkg.example/bkg/${image}:0.2.0@sha256:${digit.repeat(64)}`;

/** The plan from a committed environment to the same with other settings, for the components that they are about. */
function planned(name: string, components: readonly string[], changes: Parameters<typeof environment>[1]): Comparison {
  const plans = planOf(sideOf(environment(name), components), sideOf(environment(name, changes), components));
  const [comparison] = 'comparisons' in plans ? plans.comparisons : [];
  if (!comparison) throw new Error('there is no plan');
  return comparison;
}

function sideOf(env: Environment, components: readonly string[]) {
  const rendered = render(env) as readonly Folder[];
  const folders = rendered.filter((folder) => components.includes(folder.name) || !folder.reconciled);
  const files = layOut(env.name, folders);
  const published = publishedFiles([{ environment: env, folders, files }]);
  return {
    title: 'gitops',
    environments: environmentsOf(filesOf(published), 'gitops'),
  };
}

/** What reports call the two sides. */
export const revisions = { from: 'git:main (0123456789ab)', to: 'what is rendered now' };

export const scenarios: readonly Scenario[] = [
  {
    name: 'release',
    comparison: () =>
      planned('production', ['bkg-db-migration', 'cave-daemon', 'telemetry', 'web-app'], {
        daemon: { image: newer('cave-daemon', 'd') },
        webApp: { image: newer('web-app-production', 'e'), replicas: 4 },
        database: { migrations: { image: newer('bkg-migrations', 'f') } },
        telemetry: { sampling: 0.5 },
      }),
  },
  {
    name: 'storage',
    comparison: () =>
      planned('staging', ['bkg-db', 'bkg-db-migration', 'bkg-db-policies', 'platform', 'telemetry'], {
        database: {
          executionRetentionDays: 14,
          mode: 'managed',
          managed: { host: 'db.staging.bkg.example', cidrs: ['10.30.0.0/24'], port: 5432 },
        },
        telemetry: { replicas: 0 },
      }),
  },
  {
    name: 'openings',
    comparison: () =>
      planned('production', ['admin-ui', 'cave-kernel', 'platform', 'telemetry'], {
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
