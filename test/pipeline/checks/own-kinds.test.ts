import { load } from 'js-yaml';
import type { Data } from '../../../kubernetes/access';
import { check } from '../../../pipeline/checks';
import { loadSchemas } from '../../../pipeline/checks/schema/lookup';
import { manifestsOf } from '../../../pipeline/objects/manifest';
import { ROOT } from '../../support/environments';
import { samples } from './operator-samples';
import { validationSamples } from './validation-samples';

/*
 * Expected values of the tables: what a small Go program with k8s.io/apiextensions-apiserver 0.36 said of the same schemas
 * and objects (structural pruning, nulls, defaulting, object metadata, list types, schema validation, in that order).
 */

const schemas = loadSchemas(ROOT);

/** `rule path` of what is said about the shape of some objects. */
function found(...objects: Data[]): string[] {
  const tree = objects.flatMap((object) => manifestsOf('a.yaml', '', object));
  const problems = check(tree, schemas, { minor: 36 });
  return problems.filter(({ rule }) => rule.startsWith('schema/')).map(({ rule, path }) => `${rule} ${path}`);
}

function definition(versions: Data, rest: Data = {}): Data {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'webs.example.org' },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { kind: 'Web', listKind: 'WebList', plural: 'webs', singular: 'web' },
      versions: Object.entries(versions).map(([name, spec], index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        ...rest,
      })),
    },
  };
}

const web = (spec: unknown, version = 'v1'): Data => ({
  apiVersion: `example.org/${version}`,
  kind: 'Web',
  metadata: { name: 'web', namespace: 'web' },
  spec,
});

const int = { type: 'integer' };
const text = { type: 'string' };
const object = (properties: Data, rest: Data = {}): Data => ({ type: 'object', properties, ...rest });
const list = (items: Data, type: string, keys?: string[]): Data => ({
  type: 'array',
  items,
  'x-kubernetes-list-type': type,
  ...(keys && { 'x-kubernetes-list-map-keys': keys }),
});

const named = object({ name: text, port: int, n: text });

test.each<[string, Data, unknown, string[]]>([
  ['a right object', object({ n: int }), { n: 1 }, []],
  ['another type', object({ n: int }), { n: '1' }, ['schema/wrong-type spec.n']],
  ['a field that would be pruned', object({ n: int }), { m: 1 }, ['schema/unknown-field spec.m']],
  ['a field that is kept', object({}, { 'x-kubernetes-preserve-unknown-fields': true }), { m: 1 }, []],
  [
    'a known field among those kept',
    object({ n: int }, { 'x-kubernetes-preserve-unknown-fields': true }),
    { n: '1', m: 1 },
    ['schema/wrong-type spec.n'],
  ],
  ['anything at all', object({ n: { 'x-kubernetes-preserve-unknown-fields': true } }), { n: [1, { a: 'b' }] }, []],
  [
    'known fields of anything at all',
    object({ n: { 'x-kubernetes-preserve-unknown-fields': true, properties: { a: int } } }),
    { n: { a: 'b', c: 1 } },
    ['schema/wrong-type spec.n.a'],
  ],
  ['a missing field', object({ n: int }, { required: ['n'] }), {}, ['schema/missing-field spec']],
  ['a missing field with a default', object({ n: { ...int, default: 1 } }, { required: ['n'] }), {}, []],
  ['null for a default', object({ n: { ...int, default: 1 } }, { required: ['n'] }), { n: null }, []],
  ['null, which is dropped', object({ n: int }), { n: null }, []],
  [
    'null, which is dropped and needed',
    object({ n: int }, { required: ['n'] }),
    { n: null },
    ['schema/missing-field spec'],
  ],
  ['null, which is kept', object({ n: { ...int, nullable: true } }, { required: ['n'] }), { n: null }, []],
  ['null in a map, which is dropped', { type: 'object', additionalProperties: int }, { a: null }, []],
  ['null in a list', object({ n: { type: 'array', items: int } }), { n: [null] }, ['schema/wrong-type spec.n.0']],
  ['null in a list of such', object({ n: { type: 'array', items: { ...int, nullable: true } } }), { n: [null] }, []],
  ['a number or a text', object({ n: { 'x-kubernetes-int-or-string': true } }), { n: '5%' }, []],
  [
    'neither number nor text',
    object({ n: { 'x-kubernetes-int-or-string': true } }),
    { n: 1.5 },
    ['schema/wrong-type spec.n'],
  ],
  [
    'no number or text',
    object({ n: { 'x-kubernetes-int-or-string': true, nullable: true } }, { required: ['n'] }),
    { n: null },
    [],
  ],
  ['a set', object({ n: list(text, 'set') }), { n: ['a', 'b'] }, []],
  [
    'a set that repeats',
    object({ n: list(text, 'set') }),
    { n: ['a', 'b', 'a', 'a'] },
    ['schema/duplicate-item spec.n.2'],
  ],
  ['a list that repeats', object({ n: list(text, 'atomic') }), { n: ['a', 'a'] }, []],
  ['a map', object({ n: list(named, 'map', ['name']) }), { n: [{ name: 'a' }, { name: 'b' }] }, []],
  [
    'a map that repeats',
    object({ n: list(named, 'map', ['name']) }),
    { n: [{ name: 'a', n: 'x' }, { name: 'a' }] },
    ['schema/duplicate-item spec.n.1'],
  ],
  [
    'a map with one key of two the same',
    object({ n: list(named, 'map', ['name', 'port']) }),
    {
      n: [
        { name: 'a', port: 1 },
        { name: 'a', port: 2 },
      ],
    },
    [],
  ],
  [
    'a map with both keys the same',
    object({ n: list(named, 'map', ['name', 'port']) }),
    {
      n: [
        { name: 'a', port: 1 },
        { port: 1, name: 'a' },
      ],
    },
    ['schema/duplicate-item spec.n.1'],
  ],
])('%s', (_, spec, value, expected) => {
  const crd = definition({ v1: spec });
  expect(found(crd, web(value))).toEqual(expected);
  expect(found(web(value), crd)).toEqual(expected);
});

test.each(validationSamples)('%s', (_, spec, value, expected) => {
  expect(found(definition({ v1: spec }), web(value))).toEqual(expected);
});

test.each(samples)('%s: %s', (_, type, spec, verdict) => {
  const [apiVersion = '', kind = ''] = type.split(' ');
  const problems = found({ apiVersion, kind, metadata: { name: 'a', namespace: 'a' }, spec: load(spec) });
  expect([...new Set(problems)]).toEqual(verdict ? [verdict.join(' ')] : []);
});

const whole = { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true };

test.each<[string, Data, string[]]>([
  ['a whole object inside', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} }, []],
  ['without kind', { apiVersion: 'v1', metadata: { name: 'a' } }, ['schema/missing-field spec.n']],
  ['with an empty apiVersion', { apiVersion: '', kind: 'Pod' }, ['schema/out-of-bounds spec.n.apiVersion']],
])('%s', (_, n, expected) => {
  expect(found(definition({ v1: object({ n: whole }) }), web({ n }))).toEqual(expected);
});

test('each version has its own schema, and one that is not served is none', () => {
  const crd = definition({ v2: object({ n: text }), v1: object({ n: int }) });
  expect(found(web({ n: 1 }, 'v1'), web({ n: 'a' }, 'v2'), crd)).toEqual([]);
  expect(found(web({ n: 'a' }, 'v1'), web({ n: 1 }, 'v2'), crd)).toHaveLength(2);
  expect(found(web({ n: 1 }, 'v3'), crd)).toEqual(['schema/unknown-kind apiVersion']);
  expect(found(web({ n: 1 }), definition({ v1: object({ n: int }) }, { served: false }))).toEqual([
    'schema/unknown-kind kind',
  ]);
});

test('of two definitions of one kind one has to fit', () => {
  const definitions = [definition({ v1: object({ n: text }) }), definition({ v1: object({ n: int }) })];
  expect(found(...definitions, web({ n: 1 }))).toEqual([]);
  expect(found(...definitions, web({ n: [] }))).toEqual(['schema/wrong-type spec.n']);
});

test('the metadata of such objects is looked at as of any other', () => {
  const odd = { ...web({ n: 1 }), metadata: { name: 'web', lables: {} } };
  expect(found(definition({ v1: object({ n: int }) }), odd)).toEqual(['schema/unknown-field metadata.lables']);
});

test('what the definition of a known kind fills in is not asked for', () => {
  const apiVersion = 'opentelemetry.io/v1alpha1';
  const collector = { apiVersion, kind: 'OpenTelemetryCollector', metadata: { name: 'a', namespace: 'a' } };
  expect(found({ ...collector, spec: { config: 'receivers: {}' } })).toEqual([]);
  expect(found({ ...collector, spec: {} })).toEqual(['schema/missing-field spec']);
});
