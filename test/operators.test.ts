import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { at, listOf } from '../kubernetes/access';
import { groupsOf } from '../kubernetes/kinds';
import { ROOT } from './support/environments';

interface Operator {
  readonly chart: string;
  readonly version?: string;
  readonly namespace: string;
  readonly crds: string;
  readonly after?: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly why: string;
}

const text = readFileSync(path.join(ROOT, 'deploy/operators.yaml'), 'utf8');
const { operators } = load(text) as { operators: Record<string, Operator> };
const names = Object.keys(operators);
const schema = JSON.parse(readFileSync(path.join(ROOT, 'environments/schema.json'), 'utf8'));
const version = /^v?\d+\.\d+\.\d+$/;

/** What a chart's address says wrong, if anything. */
function problemOf({ chart, version: said }: Pick<Operator, 'chart' | 'version'>): string | undefined {
  if (/^oci:\/\/([a-z0-9-]+\.)+[a-z]+(\/[a-z0-9-]+)+$/.test(chart)) {
    return version.test(said ?? '') ? undefined : 'a registry gives whatever is newest to who names no version';
  }
  if (!/^https:\/\/\S+\.tgz$/.test(chart)) return 'neither an address in a registry nor an archive';
  if (said !== undefined) return 'an archive has its version in its address';
  const versions = chart.match(/\d+\.\d+\.\d+/g) ?? [];
  return versions.length > 0 && new Set(versions).size === 1 ? undefined : 'the address has no version, or several';
}

test('the catalogue has every operator that an environment may name, and no other', () => {
  const found = JSON.stringify(schema).match(/"operators":\{.*?"enum":(\[[^\]]*\])/);
  const known = listOf(JSON.parse(found?.[1] ?? '[]'));
  expect(known.length).toBeGreaterThan(5);
  expect(names).toEqual([...known].sort());
});

describe.each(Object.entries(operators))('%s', (_name, operator) => {
  test('has an address and one version', () => {
    expect(problemOf(operator)).toBeUndefined();
    expect(operator.namespace).toMatch(/^[a-z0-9-]+$/);
    expect(operator.why.length).toBeGreaterThan(10);
  });

  test('says who brings its definitions, and what has to be there first', () => {
    expect(['templates', 'crds', 'none', ...names]).toContain(operator.crds);
    if (operator.crds === 'none') expect(groupsOf(_name)).toEqual([]);
    else expect(groupsOf(_name).length).toBeGreaterThan(0);
    for (const other of operator.after ?? []) {
      expect(names).toContain(other);
      // Two waves are all that the module knows.
      expect(at(operators[other], ['after'])).toBeUndefined();
    }
    if (names.includes(operator.crds)) expect(operator.after).toContain(operator.crds);
  });
});

test.each([
  ['no version', { chart: 'oci://ghcr.io/o/c' }],
  ['a range', { chart: 'oci://ghcr.io/o/c', version: '1.x' }],
  ['a tag in the address', { chart: 'oci://ghcr.io/o/c:1.2.3', version: '1.2.3' }],
  ['a repository', { chart: 'https://charts.example.org', version: '1.2.3' }],
  ['an archive of two versions', { chart: 'https://example.org/v1.2.3/c-1.2.4.tgz' }],
])('an address with %s is refused', (_, chart) => {
  expect(problemOf(chart)).toBeDefined();
});
