import type { Manifest } from '../../charts/component';
import { verdictQueries } from '../../charts/monitoring/verdict';
import { environment, manifests } from '../support/environments';
import { draining } from '../support/rollout';
import { Backend, type Manner } from './backend';
import { isRead, mixedCalls, type Outcome, send } from './calls';
import { Envoy } from './envoy';
import { colourObjects } from './objects';
import { envoyConfig } from './translator';

const { domains } = environment('production');
const queries = verdictQueries(environment('production'), 60);
const hosts = [domains.api, domains.admin, domains.app];
const calls = mixedCalls(1_000, hosts);
const copied = calls.filter(({ method, path }) => isRead(method) && /^\/api\/v1(?!\/auth)/.test(path));

interface Seen {
  readonly outcomes: readonly Outcome[];
  readonly blue: Backend;
  readonly green: Backend;
  /** Requests that Envoy sent as copies. */
  readonly copies: number;
  /** What Prometheus would scrape. */
  readonly metrics: string;
}

/** Sends all calls through what the objects make of Envoy, with a green that behaves in some manner. */
async function through(
  objects: readonly Manifest[],
  manner: Manner = 'answers',
  sent = calls,
  measures = /./,
): Promise<Seen> {
  const [blue, green] = [new Backend('blue'), new Backend('green', manner)];
  const endpoints = { 'cave-daemon': await blue.start(), 'cave-daemon-green': await green.start() };
  const envoy = await Envoy.start(envoyConfig(objects, endpoints));
  try {
    const outcomes = await send(envoy.port, sent);
    // Where nobody listens, requests end before they count as sent.
    const counter = manner === 'is dead' ? 'upstream_rq_pending_failure_eject' : 'upstream_rq_total';
    const begun = () => envoy.sum(new RegExp(`^cluster\\..*-mirror-\\d+\\.${counter}$`));
    // A copy that is still on its way would be missed; where green takes none, none is on its way.
    while (manner !== 'is dead' && green.reached.length < (await begun())) await new Promise(setImmediate);
    let metrics = await envoy.metrics();
    while (!measures.test(metrics)) metrics = await envoy.metrics();
    return { outcomes, blue, green, copies: await begun(), metrics };
  } finally {
    await envoy.stop();
    await Promise.all([blue.stop(), manner === 'is dead' || green.stop()]);
  }
}

/** How many of n copies to expect at least and at most: six standard deviations, so that no run fails by chance. */
function bounds(n: number, percent: number): [least: number, most: number] {
  const [mean, deviation] = [(n * percent) / 100, Math.sqrt((n * percent * (100 - percent)) / 10_000)];
  return [Math.floor(mean - 6 * deviation), Math.ceil(mean + 6 * deviation)];
}

let alone: Seen;
beforeAll(async () => {
  alone = await through(colourObjects('none'));
});

test('calls are of all kinds, and blue alone answers them all', () => {
  const methods = [...new Set(calls.map(({ method }) => method))].sort();
  expect(methods).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
  expect(calls.filter(({ method }) => !isRead(method)).length).toBeGreaterThan(400);
  expect(copied.length).toBeGreaterThan(200);
  expect(
    alone.outcomes.filter(({ status, colour }) => ![200, 201].includes(Number(status)) || colour !== 'blue'),
  ).toEqual([]);
  expect(alone.blue.reached.map(({ id }) => id).sort()).toEqual(calls.map(({ id }) => id).sort());
  expect([alone.green.reached, alone.copies]).toEqual([[], 0]);
});

const manners: readonly Manner[] = ['answers', 'never answers', 'answers 500', 'cuts off', 'is dead'];
const cases = [5, 50, 100].flatMap((percent) => manners.map((manner) => ({ percent, manner })));

describe.each(cases)('$percent % of reads are copied to a green that $manner', ({ percent, manner }) => {
  let seen: Seen;
  beforeAll(async () => {
    seen = await through(colourObjects('shadow', { percent }), manner);
  });

  test('callers get what they get without it', () => {
    expect(seen.outcomes).toEqual(alone.outcomes);
  });

  test('blue gets every call, once and whole', () => {
    expect(seen.blue.reached.map(({ id }) => id).sort()).toEqual(calls.map(({ id }) => id).sort());
  });

  test('green gets reads that may be copied, each once, and nothing else', () => {
    const got = seen.green.reached;
    expect(got.filter(({ method }) => !isRead(method))).toEqual([]);
    const allowed = new Set(copied.map(({ id }) => id));
    expect(got.filter(({ id }) => !allowed.has(id))).toEqual([]);
    expect(new Set(got.map(({ id }) => id)).size).toBe(got.length);
  });

  test('as many are copied as the setting says', () => {
    const [least, most] = bounds(copied.length, percent);
    expect(seen.copies).toBeGreaterThanOrEqual(least);
    expect(seen.copies).toBeLessThanOrEqual(most);
    expect(seen.green.reached).toHaveLength(manner === 'is dead' ? 0 : seen.copies);
  });
});

test('a copy carries the key and the host of the call', async () => {
  const { green } = await through(colourObjects('shadow', { percent: 100 }), 'answers', copied.slice(0, 20));
  expect(new Set(green.reached.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer key']));
  expect(green.reached.every(({ headers }) => hosts.includes(headers.host as (typeof hosts)[number]))).toBe(true);
});

test('only what the setting names is copied', async () => {
  const { green } = await through(
    colourObjects('shadow', { percent: 100, paths: ['/api/v1/models', '/api/v1/sessions'] }),
  );
  const named = copied.filter(({ path }) => /^\/api\/v1\/(models|sessions)/.test(path));
  expect(green.reached.map(({ id }) => id).sort()).toEqual(named.map(({ id }) => id).sort());
});

test('Envoy counts calls and copies as the verdict asks for them', async () => {
  const reads = copied.filter(({ path }) => path.startsWith('/api/v1/models'));
  const all = reads.length;
  // Whoever asks too early gets durations that are yet to be counted.
  const measures = new RegExp(`time_bucket\\{.*models-shadow/rule/0-mirror-0",le="\\+Inf"\\} ${all}$`, 'm');
  const { metrics } = await through(colourObjects('shadow', { percent: 100 }), 'answers 500', reads, measures);
  const series = [...metrics.matchAll(/^(\w+)\{(.*)\} (\d+)$/gm)];
  const sum = (query: string, metric: string, ...labels: string[]) => {
    const [, upstream = ''] = /envoy_cluster_name=~"([^"]+)"/.exec(queries[query] ?? '') ?? [];
    const wanted = (text = '') =>
      new RegExp(`envoy_cluster_name="${upstream}"`).test(text) && labels.every((label) => text.includes(label));
    return series.reduce(
      (all, [, name, text, value]) => all + (name === metric && wanted(text) ? Number(value) : 0),
      0,
    );
  };
  const byClass = (one: string) => ['envoy_cluster_upstream_rq_xx', `envoy_response_code_class="${one}"`] as const;
  expect([sum('count-calls', ...byClass('2')), sum('count-calls', ...byClass('5'))]).toEqual([all, 0]);
  expect([sum('count-copies', ...byClass('2')), sum('count-copies', ...byClass('5'))]).toEqual([0, all]);
  const measured = ['envoy_cluster_upstream_rq_time_bucket', 'le="+Inf"'] as const;
  expect([sum('slow-calls', ...measured), sum('slow-copies', ...measured)]).toEqual([all, all]);
  // The bound of the objective is one that Envoy has.
  expect(metrics).toMatch(/upstream_rq_time_bucket\{.*-mirror-0",le="1000"\}/);
});

describe('without copies', () => {
  test.each([
    ['one', 'blue'],
    ['beside', 'blue'],
    ['ready', 'blue'],
    ['switched', 'green'],
    ['other', 'green'],
  ] as const)('in the step %s %s answers everybody, and the other colour gets nothing', async (step, active) => {
    const seen = await through(colourObjects(step));
    expect(seen.outcomes.map(({ id, status }) => [id, status])).toEqual(
      alone.outcomes.map(({ id, status }) => [id, status]),
    );
    expect(seen.outcomes.filter(({ colour }) => colour !== active)).toEqual([]);
    expect(seen[active].reached).toHaveLength(calls.length);
    expect(seen[active === 'blue' ? 'green' : 'blue'].reached).toEqual([]);
    expect(seen.copies).toBe(0);
  });

  test.each(['shadow', 'ready'] as const)(
    'in the step %s people reach green by the header, and nobody else does',
    async (step) => {
      const api = calls.filter(({ path }) => path.startsWith('/api/v1'));
      const sent = api.map((call, index) => ({ ...call, preview: ['green', 'blue', undefined][index % 3] }));
      const seen = await through(colourObjects(step, { percent: 1 }), 'answers', sent);
      const wanted = sent.map(({ preview }) => (preview === 'green' ? 'green' : 'blue'));
      expect(seen.outcomes.map(({ colour }) => colour)).toEqual(wanted);
    },
  );
});

test('while the daemon drains, new sandboxes are refused, and all other calls go on', async () => {
  const env = draining();
  const { outcomes, blue } = await through([...manifests(env, 'cave-daemon'), ...manifests(env, 'bkg-db-policies')]);
  const isCreate = ({ method, path }: (typeof calls)[number]) =>
    method === 'POST' && path.replace(/\?.*/, '') === '/api/v1/sandboxes';
  const refused = new Set(calls.filter(isCreate).map(({ id }) => id));
  expect(refused.size).toBeGreaterThan(5);
  const [answers, others] = [true, false].map((yes) => outcomes.filter(({ id }) => refused.has(id) === yes));
  const error = { error: 'no new sandboxes while the platform is updated; try again later' };
  expect(
    answers?.filter((one) => one.status !== 503 || one.retryAfter !== '300' || one.body !== JSON.stringify(error)),
  ).toEqual([]);
  expect(others).toEqual(alone.outcomes.filter(({ id }) => !refused.has(id)));
  expect(blue.reached).toHaveLength(calls.length - refused.size);
});

test.each<[string, (spec: Record<string, unknown>) => object]>([
  ['spec', (spec) => ({ ...spec, useDefaultGateways: 'All' })],
  ['rule', (spec) => ({ ...spec, rules: [{ ...(spec.rules as object[])[0], sessionPersistence: {} }] })],
  ['match', (spec) => ({ ...spec, rules: [{ ...(spec.rules as object[])[0], matches: [{ queryParams: [] }] }] })],
  [
    'filter',
    (spec) => ({
      ...spec,
      rules: [{ ...(spec.rules as object[])[0], filters: [{ type: 'URLRewrite', urlRewrite: {} }] }],
    }),
  ],
])('the translator refuses a %s that it does not know', (_name, change) => {
  const objects = colourObjects('one').map((object) =>
    object.kind === 'HTTPRoute'
      ? ({ ...object, spec: change(object.spec as Record<string, unknown>) } as Manifest)
      : object,
  );
  expect(() => envoyConfig(objects, { 'cave-daemon': 1 })).toThrow('the translator does not know');
});
