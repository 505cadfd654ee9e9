import { history, type Swagger } from '../../scripts/import/kubernetes-history';

const ref = (name: string) => ({ $ref: `#/definitions/io.k8s.api.${name}` });

/** An API with one kind, whose spec has these fields. */
function api(version: string, spec: Record<string, object>, required: string[] = []): Swagger {
  const gvk = { group: 'g.k8s.io', version, kind: 'Thing' };
  const post = { 'x-kubernetes-group-version-kind': gvk, parameters: [{ schema: ref(`g.${version}.Thing`) }] };
  return {
    paths: {
      [`/apis/g.k8s.io/${version}/things`]: { post },
      [`/apis/g.k8s.io/${version}/things/{name}/part`]: { post },
    },
    definitions: {
      [`io.k8s.api.g.${version}.Thing`]: {
        type: 'object',
        properties: { kind: { type: 'string' }, spec: ref(`g.${version}.Spec`), status: ref(`g.${version}.Status`) },
      },
      [`io.k8s.api.g.${version}.Spec`]: { type: 'object', properties: spec, required },
      [`io.k8s.api.g.${version}.Status`]: { type: 'object', properties: { ready: { type: 'boolean' } } },
    },
  };
}

const text = { type: 'string' };

test('says since and until when a field is there', () => {
  const merged = history(
    new Map([
      ['1.27.1', api('v1', { a: text, b: text }, ['a', 'b'])],
      ['1.28.2', api('v1', { a: text, b: text, c: text }, ['a'])],
      ['1.29.3', api('v1', { a: text, c: { type: 'integer', format: 'int32' } }, ['a'])],
    ]),
  );
  expect(merged.releases).toEqual(['1.27.1', '1.28.2', '1.29.3']);
  expect(merged.kinds).toEqual({ 'g.k8s.io/v1/Thing': { $ref: '#/definitions/g.v1.Thing' } });
  expect(merged.definitions['g.v1.Spec']).toEqual({
    type: 'object',
    additionalProperties: false,
    required: ['a'],
    properties: {
      a: text,
      b: { ...text, 'x-until': 28 },
      c: {
        'x-since': 28,
        anyOf: [
          { type: 'string', 'x-until': 28 },
          { type: 'integer', format: 'int32', 'x-since': 29 },
        ],
      },
    },
  });
});

test('says since and until when a kind is there, and leaves its status open', () => {
  const merged = history(
    new Map([
      ['1.27.1', api('v1beta1', {})],
      ['1.28.2', api('v1', {})],
    ]),
  );
  expect(merged.kinds).toEqual({
    'g.k8s.io/v1beta1/Thing': { $ref: '#/definitions/g.v1beta1.Thing', 'x-until': 27 },
    'g.k8s.io/v1/Thing': { $ref: '#/definitions/g.v1.Thing', 'x-since': 28 },
  });
  expect(merged.definitions['g.v1.Thing']?.properties?.status).toEqual({});
  expect(Object.keys(merged.definitions).sort()).toEqual([
    'g.v1.Spec',
    'g.v1.Thing',
    'g.v1beta1.Spec',
    'g.v1beta1.Thing',
  ]);
});

test('refuses what comes back after it was gone', () => {
  const swaggers = new Map([
    ['1.27.1', api('v1', { a: text })],
    ['1.28.2', api('v1', {})],
    ['1.29.3', api('v1', { a: text })],
  ]);
  expect(() => history(swaggers)).toThrow('gone and back again: 27, 29');
});
