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
import { annotated, changed } from './objects';
import { planOf } from '../../../pipeline/plan';
import { environmentsOf } from '../../../pipeline/plan/source/environments';
import { filesOf } from '../../../pipeline/plan/source/files';
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
    [
      'stands in a list of Secrets',
      [o.account],
      [
        o.account,
        { apiVersion: 'v1', kind: 'SecretList', items: [{ metadata: o.secret.metadata, stringData: { a: plain } }] },
      ],
    ],
    [
      'stands in a field with a misspelt name',
      [o.secret],
      [changed(o.secret, { stringdata: { a: plain }, Data: { b: encoded } })],
    ],
    [
      'is a Secret with a misspelt kind',
      [o.account],
      [o.account, changed(o.secret, { kind: 'secret', 'data.a': encoded })],
    ],
    ['is whole, and misspelt, from the start', [], [changed(o.secret, { data: undefined, stringdate: { a: plain } })]],
  ] as [string, Data[], Data[]][])('are in no report when one %s', (_, before, after) => {
    for (const report of Object.values(reports(before, after))) {
      expect(report).toContain(after.length > 0 || before.length > 0 ? 'production' : '');
      expect(report).not.toContain(plain);
      expect(report).not.toContain(encoded);
    }
  });
});

describe('values elsewhere that look like secrets', () => {
  const token = 'ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5';
  const key = [
    '-----BEGIN PRIVATE KEY-----',
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ',
    '-----END PRIVATE KEY-----',
  ];
  const variable = (name: string, value: string) =>
    changed(o.deployment, { 'spec.template.spec.containers.0.env.0': { name, value } });

  test.each<[string, string, Data, Data]>([
    ['a token in a ConfigMap', token, o.configMap, changed(o.configMap, { 'data.note': `use ${token} here` })],
    ['a key in a ConfigMap', key[1] ?? '', o.configMap, changed(o.configMap, { 'data.tls': key.join('\n') })],
    [
      'a password by its name',
      'hunter2hunter2',
      o.configMap,
      changed(o.configMap, { 'data.DB_PASSWORD': 'hunter2hunter2' }),
    ],
    [
      'a password in an address',
      's3cretpass',
      variable('DSN', 'none'),
      variable('DSN', 'postgres://app:s3cretpass@db.example/app'),
    ],
    [
      'a variable with the name of a secret',
      'Zx9Kq27Lm4Tr81Wp',
      variable('API_TOKEN', 'none'),
      variable('API_TOKEN', 'Zx9Kq27Lm4Tr81Wp'),
    ],
    [
      'an argument after its name',
      'hunter2hunter2',
      o.deployment,
      changed(o.deployment, { 'spec.template.spec.containers.0.args': ['--password', 'hunter2hunter2'] }),
    ],
    [
      'a token in an annotation that a rule tells of',
      token,
      o.ingress,
      annotated(o.ingress, { 'nginx.ingress.kubernetes.io/auth-url': `https://a.example/?t=${token}` }),
    ],
    ['a token in a field that nobody knows', token, o.quota, changed(o.quota, { 'spec.note': token })],
  ])('are in no report: %s', (_, secret, before, after) => {
    for (const report of Object.values(reports([before], [after]))) {
      expect(report).toContain('production');
      expect(report).not.toContain(secret);
    }
    for (const report of Object.values(reports([after], [before]))) expect(report).not.toContain(secret);
  });

  test('leave what is none', () => {
    const { text } = reports([variable('TOKEN_FILE', '/run/a')], [variable('TOKEN_FILE', '/run/secrets/token')]);
    expect(text).toContain('/run/secrets/token');
  });
});

describe('exactness', () => {
  const rate = (n: unknown) => ({ apiVersion: 'shop.example/v1', kind: 'Rate', metadata: { name: 'a' }, spec: { n } });
  const planOfTexts = (from: string, to: string, file = 'a.yaml') => {
    const side = (text: string) => ({
      title: 'tree',
      environments: environmentsOf(filesOf([{ path: `production/shop/${file}`, text }]), 'tree'),
    });
    const plans = planOf(side(from), side(to));
    return 'comparisons' in plans ? plans.comparisons : [];
  };
  const yaml = (n: string) => `apiVersion: shop.example/v1\nkind: Rate\nmetadata:\n  name: a\nspec:\n  n: ${n}\n`;
  const json = (n: string) => JSON.stringify(rate('N')).replace('"N"', n);

  // Kubernetes keeps 64 bits with a sign (apimachinery, `unstructured`), what is longer becomes a float.
  test.each([
    ['9007199254740993', '9007199254740992', 1],
    ['-9223372036854775808', '-9223372036854775807', 1],
    ['9223372036854775807', '9223372036854775806', 1],
    ['9007199254740993', '9007199254740993', 0],
    ['18446744073709551616', '18446744073709551617', 0],
  ])('%s to %s', (from, to, changes) => {
    for (const [one, file] of [
      [yaml, 'a.yaml'],
      [json, 'a.json'],
    ] as const) {
      const plans = planOfTexts(one(from), one(to), file);
      expect(plans.flatMap(({ plan }) => plan.changes)).toHaveLength(changes);
      if (changes === 0) continue;
      for (const report of [
        textReport(plans, false),
        markdownReport(plans, 60_000),
        jsonReport(plans),
        htmlReport(plans),
      ]) {
        expect(report).toContain(from);
        expect(report).toContain(to);
      }
      expect(jsonReport(plans)).toContain(`"to": ${to}`);
    }
  });

  test.each(['__proto__', 'constructor', 'toString'])('a key %s is one like any other', (name) => {
    const text = (value: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: shop\ndata:\n  ${name}: ${value}\n`;
    const plans = planOfTexts(text('old'), text('new'));
    expect(plans[0]?.plan.changes[0]?.fields).toEqual([{ path: `data.${name}`, from: 'old', to: 'new' }]);
    for (const report of [
      textReport(plans, false),
      markdownReport(plans, 60_000),
      jsonReport(plans),
      htmlReport(plans),
    ])
      expect(report).toContain(name);
    expect(planOfTexts(text('old'), text('old'))[0]?.plan.changes).toEqual([]);
  });

  test('JSON has nothing in it that a terminal obeys, or that turns text', () => {
    const evil = 'a\u001b[31m\u202e\u2066\u200b\u0085\u007f\u{e0001}b';
    const { json: report } = reports([o.configMap], [changed(o.configMap, { [`data.${evil}`]: evil })]);
    expect(report).not.toMatch(/[^\P{C}\n]/u);
    expect(report).toContain('\\u202e');
    expect(JSON.stringify(JSON.parse(report))).toContain(JSON.stringify(evil).slice(1, -1));
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
    const words = outside.replaceAll('\\`', '').replaceAll(/(`+)[^`][\s\S]*?\1(?!`)/g, '');
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

describe('what has one cause', () => {
  const routed = (host: string, ...paths: string[]) =>
    paths.map((path) =>
      changed(o.route, {
        'metadata.name': `web${path.replaceAll('/', '-')}`,
        'spec.hostnames': [host, 'www.shop.example'],
        'spec.rules.0.matches.0.path.value': path,
      }),
    );
  const paths = ['/a', '/b', '/c', '/d', '/e'];
  const { text, markdown, html } = reports(routed('a.shop.example', ...paths), routed('b.shop.example', ...paths));

  test('is one finding with its places', () => {
    const [, ...groups] = text.split(/^ {2}change {2}/m);
    expect(groups).toHaveLength(1);
    for (const path of paths) expect(groups[0]).toContain(`HTTPRoute shop/web${path.replaceAll('/', '-')}`);
    expect(text).toContain('"b.shop.example" instead of "a.shop.example"');
    expect(text).toContain('"a.shop.example/a" is not answered any more; and 4 more like this');
    expect(text.match(/is not answered/g)).toHaveLength(1);
    expect(markdown.match(/^- changed/gm)).toHaveLength(1);
    expect(html.match(/<ul class="dangers disruptive">[^]*?<\/ul>/)?.[0].match(/is not answered/g)).toHaveLength(1);
  });

  test('is told once for objects of several kinds', () => {
    const all = [o.account, o.configMap, o.role];
    const labelled = all.map((one) => changed(one, { 'metadata.labels.team': 'shop' }));
    const report = reports(all, labelled).text;
    expect(report).toMatch(/change {2}.*ConfigMap shop\/web/);
    expect(report.match(/only labels and annotations change/g)).toHaveLength(1);
  });

  test('is not taken for one where numbers differ', () => {
    const scaled = (number: number) =>
      ['a', 'b'].map((name, index) =>
        changed(o.deployment, { 'metadata.name': name, 'spec.replicas': number + index }),
      );
    expect(reports(scaled(1), scaled(4)).text.match(/^ {2}change/gm)).toHaveLength(2);
  });
});

describe('a new environment', () => {
  const all = [
    o.namespace,
    o.deployment,
    o.service,
    o.route,
    o.account,
    changed(o.account, { 'metadata.name': 'other' }),
  ];
  const { text, markdown, html } = reports([], all);

  test('is a summary', () => {
    const summary = 'all of it is new: 6 objects: 2 ServiceAccount, 1 Deployment, 1 HTTPRoute, 1 Namespace, 1 Service';
    for (const report of [text, markdown, html]) expect(report).toContain(summary);
    expect(text).not.toMatch(/^ {2}add/m);
    expect(text.split('\n').length).toBeLessThan(12);
    expect(text).toContain('publishes "shop.example/api"');
  });

  test('has what is refused in it nevertheless', () => {
    const wrong = changed(o.deployment, { 'spec.strategy': { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } });
    expect(reports([], [...all, changed(wrong, { 'metadata.name': 'wrong' })]).text).toMatch(
      /add {5}Deployment shop\/wrong/,
    );
  });

  test('is told the same way when it goes', () => {
    expect(reports(all, []).text).toContain('all of it is gone: 6 objects');
  });
});

describe('what no rule knows', () => {
  const rate = (n: number) => ({ apiVersion: 'shop.example/v1', kind: 'Rate', metadata: { name: 'a' }, spec: { n } });
  const all = reports([rate(1)], [rate(2)]);

  test.each(['text', 'markdown', 'html', 'json'] as const)('is a class of its own in %s', (format) => {
    expect(all[format]).toContain('unjudged');
    expect(all[format]).toContain('no rule says what another');
    expect(all.text).not.toContain('nobody notices');
    expect(all.markdown).not.toContain('nobody notices');
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

test('reports name what was not looked at', () => {
  const plans = [comparisonOf([o.account], [])];
  const leftOut = ['left out: 2 files in deploy/@web: a Helm chart'];
  expect(JSON.parse(jsonReport(plans, leftOut))).toMatchObject({ leftOut });
  expect(JSON.parse(jsonReport(plans))).not.toHaveProperty('leftOut');
  expect(markdownReport(plans, 60_000, undefined, leftOut)).toMatch(
    /\n\*\*Not looked at\*\*\n\n- left out: 2 files in deploy\/.*web: a Helm chart$/,
  );
  expect(markdownReport(plans, 60_000)).not.toContain('Not looked at');
});
