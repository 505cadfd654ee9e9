import path from 'node:path';
import { loadSchemas } from '../../../pipeline/checks/schema/lookup';

const { schemaFor, kinds } = loadSchemas(path.resolve(__dirname, '../../..'));

test('reads a schema once', () => {
  expect(schemaFor('v1', 'Pod')?.properties?.kind).toEqual({ const: 'Pod' });
  expect(schemaFor('v1', 'Pod')).toBe(schemaFor('v1', 'Pod'));
  expect(schemaFor('postgresql.cnpg.io/v1', 'Cluster')).toBeDefined();
});

test.each([
  ['v1', 'Nonsense'],
  ['example.com/v1', 'Pod'],
  ['../../package', 'x'],
  ['../v1', 'Pod'],
  ['a/b/v1', 'Pod'],
  ['', ''],
  ['v1', '../v1/Pod'],
  ['v1', 'a'.repeat(300)],
  ['a'.repeat(300), 'Pod'],
  [null, 3],
])('knows nothing about %p %p', (apiVersion, kind) => {
  expect(schemaFor(apiVersion as string, kind as string)).toBeUndefined();
});

test('lists every kind, and finds the schema of each', () => {
  expect(kinds().length).toBeGreaterThan(200);
  expect(kinds()).toContainEqual({ apiVersion: 'v1', kind: 'Pod' });
  expect(kinds().filter(({ apiVersion, kind }) => !schemaFor(apiVersion, kind))).toEqual([]);
});
