import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { leaves } from '../settings/leaves';
import { ROOT } from './support/environments';

interface Manager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
  readonly datasourceTemplate: string;
}

interface PackageRule {
  readonly matchPackageNames?: readonly string[];
  readonly versioning?: string;
}

const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const { customManagers, packageRules } = JSON.parse(textOf('renovate.json')) as {
  customManagers: readonly Manager[];
  packageRules: readonly PackageRule[];
};

/** The pattern of a text between two slashes, which is how Renovate tells one from a glob. */
function patternOf(text: string): RegExp {
  const [, pattern] = /^\/(.+)\/$/.exec(text) ?? [];
  if (pattern === undefined) throw new Error(`${text} is not a pattern`);
  return new RegExp(pattern);
}

/** What the configuration's own expressions find in a file, whichever manager reads it; with what each digest is of. */
function found(file: string, text: string): string[] {
  return customManagers
    .filter(({ managerFilePatterns }) => managerFilePatterns.some((pattern) => patternOf(pattern).test(file)))
    .flatMap(({ matchStrings }) => matchStrings)
    .flatMap((expression) => [...text.matchAll(new RegExp(expression, 'g'))])
    .map(({ groups: { depName, currentValue, currentDigest } = {} }) =>
      [`${depName}:${currentValue}`, ...(currentDigest ? [currentDigest] : [])].join('@'),
    );
}

const environments = readdirSync(path.join(ROOT, 'environments')).filter((file) => file.endsWith('.yaml'));

test.each(environments)('every image of %s is found, with its digest', (name) => {
  const file = `environments/${name}`;
  const text = textOf(file);
  const images = leaves(load(text)).flatMap(([field, value]) =>
    /image$/i.test(String(field.at(-1))) ? [String(value)] : [],
  );
  expect(images.length).toBeGreaterThan(10);
  expect(found(file, text).sort()).toEqual(images.sort());
});

test.each([
  ['of a registry with a port', 'image: registry.bkg.example:5000/bkg/web-app:1.2.3'],
  ['in quotes', 'installerImage: "docker.io/curlimages/curl:8.22.0'],
])('an image %s is found', (_, line) => {
  const digest = `sha256:${'0a'.repeat(32)}`;
  expect(found('environments/qa.yaml', `checks:\n  ${line}@${digest}"\n`)).toEqual([
    `${line.replace(/^\w+: "?/, '')}@${digest}`,
  ]);
});

test('every operator of the catalogue is found, with its version', () => {
  const file = 'deploy/operators.yaml';
  const { operators } = load(textOf(file)) as { operators: Record<string, { chart: string; version?: string }> };
  const asked = Object.values(operators).map(({ chart, version }) => {
    const [, project, tag] = /github\.com\/([\w-]+\/[\w-]+)\/releases\/download\/v([\d.]+)\//.exec(chart) ?? [];
    return project ? `${project}:${tag}` : `${chart.replace('oci://', '')}:${version}`;
  });
  expect(asked.length).toBeGreaterThan(5);
  expect(found(file, textOf(file)).sort()).toEqual(asked.sort());
});

test('a version of its own kind is read where an image has one', () => {
  const rules = packageRules.flatMap(({ matchPackageNames = [], versioning }) =>
    versioning ? [[matchPackageNames, new RegExp(versioning.replace(/^regex:/, ''))] as const] : [],
  );
  expect(rules.length).toBeGreaterThan(0);
  for (const [names, expression] of rules)
    for (const name of names) {
      const images = environments.flatMap((file) => found(`environments/${file}`, textOf(`environments/${file}`)));
      const tags = images.filter((image) => image.startsWith(`${name}:`)).map((image) => image.split(/[:@]/)[1] ?? '');
      expect(tags.length).toBeGreaterThan(0);
      for (const tag of tags) expect(expression.exec(tag)?.groups?.compatibility).toBe('system-trixie');
    }
});
