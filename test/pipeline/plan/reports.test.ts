import { htmlReport } from '../../../pipeline/plan/report/html/page';
import { jsonReport } from '../../../pipeline/plan/report/json';
import { lineDiff } from '../../../pipeline/plan/report/lines';
import { markdownReport } from '../../../pipeline/plan/report/markdown';
import { textReport } from '../../../pipeline/plan/report/text';
import type { Data } from '../../../kubernetes/access';
import { access } from './cases/access';
import { immutable } from './cases/immutable';
import { workloads } from './cases/workloads';
import * as o from './objects';
import { changed } from './objects';
import { comparisonOf } from './planning';

const reports = (before: readonly Data[], after: readonly Data[]) => {
  const plans = [comparisonOf(before, after)];
  return {
    text: textReport(plans, false),
    colour: textReport(plans, true),
    markdown: markdownReport(plans, 60_000),
    json: jsonReport(plans),
    html: htmlReport(plans),
  };
};

describe('values of Secrets', () => {
  const plain = 'correct-horse';
  const encoded = Buffer.from(plain).toString('base64');
  const copy = {
    metadata: {
      ...(o.secret.metadata as Data),
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': encoded },
    },
  };
  const store = (value: string) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: 'fake', namespace: 'shop' },
    spec: { provider: { fake: { data: [{ key: 'a', value }] } } },
  });

  test.each([
    ['changes', [changed(o.secret, { 'data.password': encoded })], [o.secret]],
    ['comes', [], [changed(o.secret, { 'data.password': encoded })]],
    ['goes', [changed(o.secret, { 'data.password': encoded }), o.account], [o.account]],
    ['comes as text', [o.secret], [changed(o.secret, { data: undefined, stringData: { password: plain } })]],
    [
      'is all data at once',
      [changed(o.secret, { data: undefined })],
      [changed(o.secret, { data: { a: encoded, b: plain } })],
    ],
    [
      'stands in a List',
      [o.account],
      [o.account, { apiVersion: 'v1', kind: 'List', items: [changed(o.secret, { 'data.password': encoded })] }],
    ],
    ['is repeated in an annotation', [o.secret], [{ ...o.secret, ...copy, type: 'kubernetes.io/basic-auth' }]],
    [
      'has another name',
      [changed(o.secret, { 'data.password': encoded })],
      [changed(o.secret, { 'metadata.name': 'login-2', 'data.password': encoded })],
    ],
    ['is what a store for tests gives', [store('old')], [store(plain)]],
  ] as [string, Data[], Data[]][])('are in no report when one %s', (_, before, after) => {
    for (const report of Object.values(reports(before, after))) {
      expect(report).toContain(after.length > 0 || before.length > 0 ? 'production' : '');
      expect(report).not.toContain(plain);
      expect(report).not.toContain(encoded);
    }
  });
});

describe('what manifests say stays text', () => {
  const evil =
    '```\n</code></pre><script>alert(1)</script> <img src=x onerror=alert(2)> @everyone #1 | [x](javascript:1) \u001b[31mred\u202e';
  const before = [o.configMap, o.deployment];
  const after = [
    changed(o.configMap, { 'data.MODE': evil, 'metadata.annotations': { note: evil } }),
    changed(o.deployment, { 'spec.template.spec.containers.0.args': [evil], 'metadata.name': 'we`b' }),
    changed(o.account, { 'metadata.name': '<b>|@team' }),
  ];
  const { text, markdown, html, json } = reports(before, after);

  test('in Markdown', () => {
    const outside = markdown.split(/^(`{3,})diff\n[\s\S]*?^\1$/m).join('');
    const words = outside.replaceAll(/(`+)[^`][\s\S]*?\1(?!`)/g, '');
    expect(words).not.toMatch(/<(?!\/?details>|\/?summary>)|@|javascript:/);
    expect(markdown).toContain('````');
  });

  test('in HTML', () => {
    expect(html).not.toMatch(/<img|<script>alert|onerror=alert\(2\)>/);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('&lt;script&gt;alert(1)');
  });

  test('in a terminal, where it cannot colour or turn anything', () => {
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).toContain('\\u001b[31mred\\u202e');
  });

  test('in JSON, unchanged', () => {
    const { environments } = JSON.parse(json) as {
      environments: Record<string, { changes: { fields: { to: unknown }[] }[] }>;
    };
    const values = environments.production?.changes.flatMap(({ fields }) => fields.map(({ to }) => to));
    expect(values).toContain(evil);
  });
});

describe('a Markdown report', () => {
  test.each([
    ['alice@example.com', 'alice&#64;example.com'],
    ['team#1 & <b>', 'team&#35;1 &amp; &lt;b&gt;'],
  ])('shows %s as it is, and mentions nobody', (name, shown) => {
    const subjects = [{ kind: 'User', name, apiGroup: 'rbac.authorization.k8s.io' }];
    const plan = comparisonOf([changed(o.roleBinding, { subjects: [] })], [changed(o.roleBinding, { subjects })]);
    expect(markdownReport([plan], 60_000)).toContain(`to User "${shown}"`);
  });

  const many = Array.from({ length: 400 }, (_, index) =>
    changed(o.deployment, { 'metadata.name': `web-${index}`, 'spec.replicas': index + 1 }),
  );
  const plans = [
    comparisonOf([...many, o.deployment, o.claim], [changed(o.deployment, { 'spec.minReadySeconds': 3 })]),
  ];

  test.each([500, 1_000, 2_000, 10_000, 60_000])('has at most %i characters, and says what it left out', (length) => {
    const report = markdownReport(plans, length);
    expect(report.length).toBeLessThanOrEqual(length);
    expect(report).toContain('**production**: 402 changes: 1 irreversible, 400 disruptive');
    expect(report).toMatch(/_Left out to stay below \d+ characters: .*\d+ details?/);
    expect((report.match(/<details>/g) ?? []).length).toBe((report.match(/<\/details>/g) ?? []).length);
  });

  test('has the verdict and the dangers before all else', () => {
    const report = markdownReport(plans, 3_000);
    expect(report.indexOf('**Irreversible**')).toBeGreaterThan(0);
    expect(report.indexOf('**Disruptive**')).toBeGreaterThan(report.indexOf('**Irreversible**'));
  });

  test('says it when nothing changes', () => {
    const [{ before, after }] = [{ before: [o.deployment], after: [o.deployment] }];
    expect(markdownReport([comparisonOf(before, after)], 60_000)).toBe(
      '## Nothing changes\n\n- **production**: no change',
    );
  });
});

test('JSON has the members of the contract, in its order', () => {
  const { environments } = JSON.parse(
    reports([o.deployment], [changed(o.deployment, { 'spec.template.spec.containers.0.image': 'web:2' })]).json,
  );
  expect(Object.keys(environments.production)).toEqual(['changes', 'restarts', 'images']);
  expect(environments.production.changes[0]).toMatchObject({
    object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    component: 'shop',
    action: 'change',
    risk: 'restart',
    fields: [{ path: 'spec.template.spec.containers[web].image', from: 'registry.example/web:1.0.0', to: 'web:2' }],
  });
  expect(environments.production.restarts).toEqual([
    {
      workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      pods: 3,
      because: ['image of container web'],
    },
  ]);
  expect(environments.production.images).toEqual([
    { component: 'shop', from: 'registry.example/web:1.0.0', to: 'web:2' },
  ]);
});

test('a terminal gets colours when it wants them, and the same words without', () => {
  const { text, colour } = reports([o.deployment], [changed(o.deployment, { 'spec.replicas': 0 })]);
  // eslint-disable-next-line no-control-regex
  expect(colour.replaceAll(/\u001b\[\d+m/g, '')).toBe(text);
  expect(colour).not.toBe(text);
  expect(text).toMatch(/^production: 1 change: 1 disruptive\n/);
});

test('every report is made of every table without a mistake', () => {
  for (const { before, after } of [...access, ...immutable, ...workloads]) {
    const plans = [comparisonOf(before, after)];
    for (const report of [textReport(plans, true), markdownReport(plans, 60_000), htmlReport(plans)]) {
      expect(report).not.toMatch(/undefined|\[object Object\]|NaN/);
    }
  }
});

test.each([
  [['a'], ['a'], []],
  [
    ['a', 'b'],
    ['a', 'c'],
    [' a', '-b', '+c'],
  ],
  [[], ['a'], ['+a']],
  [
    ['1', '2', '3', '4', '5', '6', 'x'],
    ['1', '2', '3', '4', '5', '6', 'y'],
    ['…', ' 5', ' 6', '-x', '+y'],
  ],
])('lines of %j and %j', (from, to, lines) => {
  expect(
    lineDiff(from, to)
      .map(({ sign, text }) => sign + text)
      .filter((line) => lines.length > 0 || !/^[ …]/.test(line)),
  ).toEqual(lines);
});
