import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { groupKindOf, groupsOf, kinds, kindsWith, operatorOf, recordOf } from '../../kubernetes/kinds';
import { changed, object } from '../pipeline/plan/objects';
import { comparisonOf } from '../pipeline/plan/planning';
import { ROOT } from '../support/environments';

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file}`);
}

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

test('every kind of our trees has a record', () => {
  const emitted = filesIn('gitops', '.yaml')
    .flatMap((file) => [...read(file).matchAll(/^apiVersion: (\S+)\nkind: (\S+)$/gm)])
    .map(([, apiVersion, kind]) => groupKindOf({ apiVersion, kind }))
    // Files for kustomize itself, which no cluster ever sees.
    .filter((kind) => !kind.startsWith('kustomize.config.k8s.io/'));
  expect(emitted.length).toBeGreaterThan(500);
  expect([...new Set(emitted)].filter((kind) => !kinds.has(kind))).toEqual([]);
});

test('every operator that an environment may name is one that brings groups, but for Reloader', () => {
  const schema = JSON.parse(read('environments/schema.json')) as { definitions: Record<string, { enum?: string[] }> };
  const named = Object.values(schema.definitions).find((one) => one.enum?.includes('cloudnative-pg'))?.enum ?? [];
  expect(named.filter((operator) => groupsOf(operator).length === 0)).toEqual(['reloader']);
  const brought = [...kinds.keys()].flatMap((kind) => operatorOf(kind.split('/')[0] ?? '') ?? []);
  expect(brought.filter((operator) => !named.includes(operator))).toEqual([]);
});

/** Rules that name the kinds they are about are no tables of facts; whatever else names three has to say why. */
const own: ReadonlySet<string> = new Set(['kinds', 'makers']);
const isKind = (node: ts.Node) => ts.isStringLiteral(node) && /^[a-z0-9.-]*\/[A-Z][A-Za-z]+$/.test(node.text);

/** Whether a list or a map names three kinds; the first word of each row of a list of lists counts too. */
function isTable(node: ts.Node): boolean {
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.filter(({ name }) => name && isKind(name)).length > 2;
  }
  if (!ts.isArrayLiteralExpression(node)) return false;
  const names = node.elements.map((item) => (ts.isArrayLiteralExpression(item) ? item.elements[0] : item));
  return names.filter((name) => name && isKind(name)).length > 2;
}

function tablesIn(file: string, text: string): string[] {
  if ((text.match(/'[a-z0-9.-]*\/[A-Z][A-Za-z]+'/g) ?? []).length < 3) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isOwn = ts.isPropertyAssignment(node.parent) && own.has(node.parent.name.getText());
    if (isTable(node) && !isOwn)
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

test('facts about kinds stand in kubernetes/kinds and nowhere else', () => {
  const files = ['kubernetes', 'pipeline', 'charts', 'scripts', 'commands', 'settings']
    .flatMap((folder) => filesIn(folder, '.ts'))
    .filter((file) => !file.startsWith('kubernetes/kinds/'));
  expect(files.length).toBeGreaterThan(200);
  expect(files.flatMap((file) => tablesIn(file, read(file)))).toEqual([]);
});

test.each([
  ["const a = { '/Pod': 1, 'apps/Deployment': 2, 'batch/Job': 3 };", 1],
  ["const a = new Set(['/Pod', 'apps/Deployment', 'batch/Job']);", 1],
  ["const a = new Map([['/Pod', 1], ['apps/Deployment', 2], ['batch/Job', 3]]);", 1],
  ["const a = { '/Pod': 1, 'apps/Deployment': 2 };", 0],
  ["const a = { kinds: ['/Pod', 'apps/Deployment', 'batch/Job'] };", 0],
])('%s: %d tables', (text, tables) => {
  expect(tablesIn('a.ts', text)).toHaveLength(tables);
});

/** Each field with an image, of each kind that an operator runs. */
const images = kindsWith('operated').flatMap((kind) =>
  (recordOf(kind).images ?? []).map((field): [string, string] => [
    kind,
    field.replace(/[^.]*\|/g, '').replaceAll('*', '0'),
  ]),
);

test('there are operated kinds, each with images', () => {
  expect(new Set(images.map(([kind]) => kind))).toEqual(new Set(kindsWith('operated')));
});

test.each(images)('the plan restarts a %s whose %s changes', (kind, field) => {
  const [group = '', name = ''] = kind.split('/');
  const spec = { replicas: 2, instances: 2, containers: [{}], initContainers: [{}], additionalContainers: [{}] };
  const template = { spec: { containers: [{}] } };
  const before = object(`${group}/v1`, name, 'main', { spec: { ...spec, template } });
  const { plan } = comparisonOf(
    [changed(before, { [field]: 'registry.example/main:1.0.0' })],
    [changed(before, { [field]: 'registry.example/main:1.1.0' })],
  );
  expect(plan.changes.map(({ risk }) => risk)).not.toContain('safe');
  expect(plan.restarts.map(({ pods }) => pods)).toEqual([2]);
});
