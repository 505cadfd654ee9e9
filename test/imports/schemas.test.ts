import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { minors } from '../../kubernetes/version';
import type { JsonSchema } from '../../pipeline/checks/schema/validator';

const ROOT = path.resolve(__dirname, '../..');
const FOLDER = path.join(ROOT, 'imports/schemas');
const SCHEMAS = ['schemas', 'definitions'].flatMap((origin) => {
  const folder = path.join(ROOT, 'imports', origin);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return files.sort().map((file) => ({ file, origin, text: readFileSync(path.join(folder, file), 'utf8') }));
});
const KEYWORDS = new Set(
  [
    '$ref $schema additionalProperties anyOf const definitions enum items properties required type pattern',
    'maxItems maxLength maxProperties maximum minItems minLength minProperties minimum',
    'format x-null x-since x-until allOf oneOf not default x-unique x-validations',
  ].flatMap((words) => words.split(' ')),
);

/** Every schema inside a schema, with its place. */
function* parts(schema: JsonSchema, at = ''): Iterable<[string, JsonSchema]> {
  yield [at, schema];
  for (const group of ['definitions', 'properties'] as const) {
    for (const [name, child] of Object.entries(schema[group] ?? {})) yield* parts(child, `${at}/${group}/${name}`);
  }
  if (schema.items) yield* parts(schema.items, `${at}/items`);
  if (typeof schema.additionalProperties === 'object') yield* parts(schema.additionalProperties, `${at}/*`);
  for (const [index, child] of (schema.anyOf ?? []).entries()) yield* parts(child, `${at}/anyOf/${index}`);
}

test.each(SCHEMAS)('$origin/$file is strict, self-contained and speaks only our dialect', ({ file, origin, text }) => {
  const schema = JSON.parse(text) as JsonSchema;
  const [group, version, kind] = file.replace('.json', '').split(path.sep);
  expect(schema.properties?.apiVersion).toEqual({ const: group === 'core' ? version : `${group}/${version}` });
  expect(schema.properties?.kind).toEqual({ const: kind });
  const wrong: string[] = [];
  for (const [at, part] of parts(schema)) {
    if (Object.keys(part).some((key) => !KEYWORDS.has(key))) wrong.push(`${at}: unknown keyword`);
    // Definitions say themselves which objects keep unknown fields.
    if (origin === 'schemas' && part.properties && part.additionalProperties !== false)
      wrong.push(`${at}: open object`);
    if (part.required?.some((name) => !part.properties?.[name])) wrong.push(`${at}: requires an unknown field`);
    if ((part['x-since'] ?? 28) <= minors.lowest || (part['x-until'] ?? 27) >= minors.highest)
      wrong.push(`${at}: always`);
    if ((part['x-since'] ?? 0) > (part['x-until'] ?? Infinity)) wrong.push(`${at}: never`);
    if (part.required?.some((name) => part.properties?.[name]?.['x-since'])) wrong.push(`${at}: requires a new field`);
    if (part.pattern) expect(() => new RegExp(part.pattern ?? '')).not.toThrow();
    if (part.$ref && !schema.definitions?.[part.$ref.replace('#/definitions/', '')]) wrong.push(`${at}: dangling`);
  }
  expect(wrong).toEqual([]);
});

test('schemas stay small and free of machine names', () => {
  const text = SCHEMAS.map((schema) => schema.text).join('');
  expect(text.length).toBeLessThan(6_000_000);
  expect(text).not.toContain(ROOT);
  expect(text).not.toContain('node_modules');
});

test.each([['helm.toolkit.fluxcd.io/v2/HelmRelease', 'HelmReleaseSpec', 'values']])(
  '%s %s.%s takes any content',
  (file, definition, field) => {
    const schema = JSON.parse(readFileSync(path.join(FOLDER, `${file}.json`), 'utf8')) as JsonSchema;
    const found = schema.definitions?.[definition]?.properties?.[field];
    expect([{}, { type: 'object' }]).toContainEqual(found);
  },
);

test('child routes of Alertmanager take any content', () => {
  const file = path.join(FOLDER, 'monitoring.coreos.com/v1alpha1/AlertmanagerConfig.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as JsonSchema;
  expect(schema.definitions?.Route?.properties?.routes).toEqual({ type: 'array', items: {} });
});

test('only JSON schemas and quantities know fractions, as the published validators say too', () => {
  const folders = readdirSync(path.join(ROOT, 'node_modules/@kubernetes-models')).map(
    (name) => `@kubernetes-models/${name}`,
  );
  const owners = [...folders, 'kubernetes-models'].flatMap((name) =>
    fractions(path.join(ROOT, 'node_modules', name, '_schemas')),
  );
  expect(owners.every((owner) => /(JSONSchemaProps|ResourceQuantity)\.js$/.test(owner))).toBe(true);
});

function fractions(folder: string): string[] {
  const files = existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]) : [];
  return files
    .filter((name) => name.endsWith('.js'))
    .filter((name) => readFileSync(path.join(folder, name), 'utf8').includes('params:{type:"number"}'));
}
