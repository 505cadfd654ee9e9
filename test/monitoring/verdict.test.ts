import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dump } from 'js-yaml';
import { namespaceOf } from '../../charts/places';
import { verdictQueries } from '../../charts/monitoring/verdict';
import { rolloutStep } from '../support/rollout';
import { series } from './alert-case';
import { run } from './tools';

const env = rolloutStep('shadow');
const queries = verdictQueries(env, 600);

/** An upstream as Envoy Gateway calls it, and how many of each series it has after ten minutes at so many a minute. */
function upstream(
  name: string,
  byClass: Record<string, number>,
  byBound: Record<string, number>,
): Record<string, string> {
  const labels = { envoy_cluster_name: `httproute/${namespaceOf(env, 'cave-daemon')}/${name}` };
  const grows = (perMinute: number) => `0+${perMinute}x10`;
  return Object.fromEntries([
    ...Object.entries(byClass).map(([one, count]) => [
      series('envoy_cluster_upstream_rq_xx', { ...labels, envoy_response_code_class: one }),
      grows(count),
    ]),
    ...Object.entries(byBound).map(([le, count]) => [
      series('envoy_cluster_upstream_rq_time_bucket', { ...labels, le }),
      grows(count),
    ]),
  ]);
}

const given = {
  ...upstream('cave-daemon-shadow/rule/0', { '2': 90, '4': 10 }, { '100': 50, '1000': 99, '+Inf': 100 }),
  ...upstream('cave-daemon-models-shadow/rule/0', { '2': 100 }, { '100': 100, '1000': 100, '+Inf': 100 }),
  ...upstream('cave-daemon-shadow/rule/0-mirror-0', { '2': 40, '5': 10 }, { '100': 10, '1000': 40, '+Inf': 50 }),
  // Of other routes, and of writes: nobody copies these.
  ...upstream('cave-daemon/rule/0', { '5': 1_000 }, { '100': 0, '1000': 0, '+Inf': 1_000 }),
  ...upstream('preview-cave-daemon/rule/0', { '5': 1_000 }, { '100': 0, '1000': 0, '+Inf': 1_000 }),
};

const expected: Record<string, number> = {
  'count-calls': 2_000,
  'count-copies': 500,
  'class-2-calls': 0.95,
  'class-2-copies': 0.8,
  'class-3-calls': 0,
  'class-3-copies': 0,
  'class-4-calls': 0.05,
  'class-4-copies': 0,
  'class-5-calls': 0,
  'class-5-copies': 0.2,
  'slow-calls': 0.005,
  'slow-copies': 0.2,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bkg-verdict-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Has promtool evaluate expressions ten minutes after the first samples. */
function evaluate(
  asked: readonly { expr: string; samples: readonly { value: number }[] }[],
  known: Record<string, string>,
) {
  const file = path.join(folder, 'test.yaml');
  const test = {
    interval: '1m',
    input_series: Object.entries(known).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: asked.map(({ expr, samples }) => ({
      expr,
      eval_time: '10m',
      exp_samples: samples.map(({ value }) => ({ labels: '{}', value })),
    })),
  };
  writeFileSync(file, dump({ evaluation_interval: '1m', tests: [test] }));
  return run('promtool', 'test', 'rules', file);
}

test('Prometheus answers every expression with the share that it is called after', () => {
  const asked = Object.entries(expected).map(([name, value]) => ({
    expr: `round(${queries[name]}, 0.0001)`,
    samples: [{ value }],
  }));
  const { ok, output } = evaluate(asked, given);
  expect(ok ? '' : output).toBe('');
});

test('quantiles are in seconds', () => {
  const asked = [
    { expr: `(${queries['p50-calls']}) < bool 0.1`, samples: [{ value: 1 }] },
    { expr: `(${queries['p50-copies']}) > bool 0.4`, samples: [{ value: 1 }] },
    { expr: `(${queries['p99-copies']}) == bool 1`, samples: [{ value: 1 }] },
  ];
  const { ok, output } = evaluate(asked, given);
  expect(ok ? '' : output).toBe('');
});

test('where nothing is counted, every expression answers nothing', () => {
  const { ok, output } = evaluate(
    Object.values(queries).map((expr) => ({ expr, samples: [] })),
    {},
  );
  expect(ok ? '' : output).toBe('');
});
