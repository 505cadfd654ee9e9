import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { githubReport } from '../../../commands/report/github';
import { junitReport } from '../../../commands/report/junit';
import { sarifReport } from '../../../commands/report/sarif';
import type { Problem } from '../../../pipeline/problem';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { temporaryFolder } from '../../support/folders';
import { xmlProblem } from '../../support/xml';

const temporary = temporaryFolder();
const broken = path.join(temporary, 'now/app/deployment.yaml');
const mended = path.join(temporary, 'next/app/deployment.yaml');

beforeAll(() => {
  const text = readFileSync(path.join(ROOT, 'gitops/dev/web-app/deployment-web-app.yaml'), 'utf8');
  for (const file of [broken, mended]) mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(broken, text.replace(/^ {2}replicas: .*$/m, '  replica: 2').replaceAll('@sha256:', ':'));
  writeFileSync(mended, text.replaceAll('bkg-dev-web-app', 'bkg-dev-web'));
});

/** Whether a document is what docs/schemas says that this command prints, with members that it does not name refused. */
function validated(command: string, args: readonly string[]): Record<string, unknown> {
  const schema = JSON.parse(readFileSync(path.join(ROOT, `docs/schemas/${command}.json`), 'utf8'));
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  const document = JSON.parse(bkg([command, ...args, '--format', 'json']).out);
  validate(document);
  expect(validate.errors).toBeNull();
  return document;
}

test('the schemas of JSON are those of what is printed', () => {
  expect(validated('check', [broken])).toMatchObject({ objects: 1, files: 1, problems: expect.any(Array) });
  expect(validated('check', ['gitops/dev'])).toMatchObject({ problems: [] });
  const [now, next] = ['now', 'next'].map((name) => path.join(temporary, name));
  const { environments } = validated('plan', ['--from', now ?? '', '--to', next ?? '']) as {
    environments: Record<string, { changes: unknown[] }>;
  };
  expect(Object.values(environments).flatMap(({ changes }) => changes).length).toBeGreaterThan(0);
  // Images, and replacements by objects with other names.
  expect(validated('plan', ['--from', 'gitops/dev', '--to', 'gitops/staging'])).toHaveProperty('environments');
  expect(validated('verify', [])).toMatchObject({ tree: 'gitops', differences: [] });
  expect(validated('graph', ['--env', 'dev'])).toMatchObject({ environment: 'dev' });
});

test('a schema refuses what it does not name', () => {
  const schema = JSON.parse(readFileSync(path.join(ROOT, 'docs/schemas/check.json'), 'utf8'));
  expect(new Ajv({ strict: false }).validate(schema, { objects: 1, files: 1, problems: [], more: 1 })).toBe(false);
});

const problem: Problem = {
  rule: 'schema/unknown-field',
  severity: 'error',
  file: 'apps/a, b/100%.yaml',
  line: 7,
  column: 3,
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'shop' },
  path: 'spec.replica',
  message: 'no such field; did you mean "replicas" & <not> 50%\nof it\u0007',
};
const warning: Problem = { ...problem, severity: 'warning', object: undefined, path: '', message: 'look' };

test('annotations of GitHub, with what ends a value or a line escaped', () => {
  expect(githubReport([problem, warning], undefined)).toEqual([
    '::error file=apps/a%2C b/100%25.yaml,line=7,col=3,title=schema/unknown-field::spec.replica: no such field; did you mean "replicas" & <not> 50%25%0Aof it\u0007',
    '::warning file=apps/a%2C b/100%25.yaml,line=7,col=3,title=schema/unknown-field::look',
  ]);
  const [inside] = githubReport([{ ...problem, file: 'a.yaml' }], path.dirname(process.cwd()));
  expect(inside).toContain(`file=${path.basename(process.cwd())}/a.yaml,`);
  const [outside] = githubReport([{ ...problem, file: 'a.yaml' }], '/somewhere/else');
  expect(outside).toContain('file=a.yaml,');
});

test('SARIF: every result has its rule, its place and its level', () => {
  const rules = [{ id: 'schema/unknown-field', description: 'a field that is not there', example: '' }];
  const { version, runs } = JSON.parse(sarifReport([problem, warning], rules, '1.2.3'));
  expect([version, runs.length]).toEqual(['2.1.0', 1]);
  expect(runs[0].tool.driver).toEqual({
    name: 'bkg-deploy',
    semanticVersion: '1.2.3',
    rules: [{ id: 'schema/unknown-field', shortDescription: { text: 'a field that is not there' } }],
  });
  expect(runs[0].results).toEqual([
    {
      ruleId: 'schema/unknown-field',
      ruleIndex: 0,
      level: 'error',
      message: { text: `spec.replica: ${problem.message}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'apps/a%2C%20b/100%25.yaml' },
            region: { startLine: 7, startColumn: 3 },
          },
          logicalLocations: [{ fullyQualifiedName: 'Deployment/shop/shop', kind: 'resource' }],
        },
      ],
    },
    expect.objectContaining({ level: 'warning', message: { text: 'look' } }),
  ]);
});

test('JUnit: errors fail, warnings are skipped, and a clean result is a test that passed', () => {
  const xml = junitReport([problem, warning]);
  expect(xmlProblem(xml)).toBeUndefined();
  expect(xml).toContain('<testsuites name="bkg-deploy check" tests="2" failures="1">');
  expect(xml).toContain(
    'message="no such field; did you mean &quot;replicas&quot; &amp; &lt;not&gt; 50%\nof it\ufffd"',
  );
  expect(xml.match(/<failure |<skipped /g)).toEqual(['<failure ', '<skipped ']);
  expect(junitReport([])).toMatch(/tests="1" failures="0">[^]*<testcase name="no problem"\/>/);
  expect(xmlProblem(junitReport([]))).toBeUndefined();
});

test.each([
  ['github', /^::error file=\S+deployment\.yaml,line=\d+,col=\d+,title=schema\/unknown-field::spec\.replica: /m],
  ['sarif', /"ruleId": "schema\/unknown-field"/],
  ['junit', /<failure type="schema\/unknown-field"/],
])('check --format %s prints it on standard output, and the exit code stays', (format, expected) => {
  const { code, out, err } = bkg(['check', broken, '--format', format]);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toMatch(expected);
});
