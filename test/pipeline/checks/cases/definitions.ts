import type { Data } from '../../../../kubernetes/access';
import { type Cases, fails, objectsOf } from './case';
import { hook } from './webhooks';

/*
 * Definitions of custom resources, case by case after k8s.io/apiextensions-apiserver 0.36,
 * `pkg/apis/apiextensions/validation` and `pkg/apiserver/schema`.
 */

const root = { type: 'object', properties: { spec: { type: 'object' } } };
const definition = (spec: object, metadata: object = {}): Data =>
  objectsOf(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    '',
  )({
    metadata: { name: 'things.example.org', ...metadata },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' },
      versions: [version()],
      ...spec,
    },
  });
function version(schema: object = root, more: object = {}) {
  return { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, ...more };
}
const versioned = (more: object) => definition({ versions: [version(root, more)] });
const holding = (field: object) =>
  definition({
    versions: [version({ type: 'object', properties: { spec: { type: 'object', properties: { f: field } } } })],
  });
const at = 'spec.versions.0.schema.openAPIV3Schema';
const f = `${at}.properties.spec.properties.f`;
const list = (items: object, more: object) => holding({ type: 'array', items, ...more });
const keyed = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] };
const item = { type: 'object', required: ['k'], properties: { k: { type: 'string' } } };
const text = { type: 'string' };
const keep = 'x-kubernetes-preserve-unknown-fields';
const names = { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' };
const schema = 'value/definition-schema';

export const definitionCases: Cases = {
  failing: [
    fails('value/definition-names', 'spec.names.listKind', definition({ names: { ...names, listKind: 'Thing' } })),
    fails('value/definition-names', 'spec.names.kind', definition({ names: { ...names, kind: 'My Thing' } })),
    fails('value/definition-names', 'spec.names.shortNames.0', definition({ names: { ...names, shortNames: ['T'] } })),
    fails('value/definition-names', 'spec.names.categories.0', definition({ names: { ...names, categories: ['1'] } })),
    fails('value/definition-names', 'spec.scope', definition({ scope: 'Namespace' })),
    fails('value/definition-names', 'spec.group', definition({ group: 'example' }, { name: 'things.example' })),
    fails('value/definition-names', 'metadata', definition({ group: 'x.k8s.io' }, { name: 'things.x.k8s.io' })),
    fails(
      'value/definition-names',
      'metadata.annotations.api-approved.kubernetes.io',
      definition(
        { group: 'x.k8s.io' },
        { name: 'things.x.k8s.io', annotations: { 'api-approved.kubernetes.io': 'yes' } },
      ),
    ),
    fails('value/definition-versions', 'spec.preserveUnknownFields', definition({ preserveUnknownFields: true })),
    fails('value/definition-versions', 'spec.versions', versioned({ storage: false })),
    fails(
      'value/definition-versions',
      'spec.versions.1',
      definition({ versions: [version(), version(root, { name: 'v2' })] }),
    ),
    fails(
      'value/definition-versions',
      'spec.versions.1',
      definition({ versions: [version(), version(root, { storage: false })] }),
    ),
    fails('value/definition-versions', 'spec.versions.0', versioned({ schema: undefined })),
    fails('value/definition-versions', 'spec.versions.0.deprecationWarning', versioned({ deprecationWarning: 'old' })),
    fails(
      'value/definition-versions',
      'spec.versions.0.deprecationWarning',
      versioned({ deprecated: true, deprecationWarning: 'a\tb' }),
    ),
    fails('value/definition-versions', 'spec.conversion.strategy', definition({ conversion: { strategy: 'Hook' } })),
    fails(
      'value/definition-versions',
      'spec.conversion.webhook',
      definition({ conversion: { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v1'] } } }),
    ),
    fails(
      'value/definition-versions',
      'spec.conversion.webhook.conversionReviewVersions',
      definition({
        conversion: {
          strategy: 'Webhook',
          webhook: { conversionReviewVersions: ['v2'], clientConfig: hook.clientConfig },
        },
      }),
    ),
    fails(
      'value/definition-paths',
      'spec.versions.0.additionalPrinterColumns.0.type',
      versioned({ additionalPrinterColumns: [{ name: 'A', type: 'text', jsonPath: '.spec' }] }),
    ),
    fails(
      'value/definition-paths',
      'spec.versions.0.additionalPrinterColumns.0.jsonPath',
      versioned({ additionalPrinterColumns: [{ name: 'A', type: 'string', jsonPath: 'spec' }] }),
    ),
    fails(
      'value/definition-paths',
      'spec.versions.0.subresources.scale.specReplicasPath',
      versioned({
        subresources: { scale: { specReplicasPath: '.status.replicas', statusReplicasPath: '.status.replicas' } },
      }),
    ),
    fails(schema, at, definition({ versions: [version({ properties: { spec: { type: 'object' } } })] })),
    fails(schema, `${at}.type`, definition({ versions: [version({ type: 'array', items: text })] })),
    fails(schema, `${at}.nullable`, definition({ versions: [version({ ...root, nullable: true })] })),
    fails(
      schema,
      `${at}.additionalProperties`,
      definition({ versions: [version({ type: 'object', additionalProperties: text })] }),
    ),
    fails(schema, f, holding({ description: 'anything' })),
    fails(schema, f, holding({ type: 'array' })),
    fails(schema, `${f}.type`, holding({ type: 'int' })),
    fails(schema, `${f}.$ref`, holding({ type: 'object', $ref: '#/definitions/a' })),
    fails(schema, `${f}.patternProperties`, holding({ type: 'object', patternProperties: { a: text } })),
    fails(schema, `${f}.uniqueItems`, list(text, { uniqueItems: true })),
    fails(schema, `${f}.items`, holding({ type: 'array', items: [text] })),
    fails(schema, `${f}.pattern`, holding({ type: 'string', pattern: '^(?!a)b$' })),
    fails(
      schema,
      `${f}.additionalProperties`,
      holding({ type: 'object', properties: { a: text }, additionalProperties: text }),
    ),
    fails(schema, `${f}.${keep}`, holding({ type: 'object', [keep]: false })),
    fails(schema, `${f}.${keep}`, holding({ 'x-kubernetes-int-or-string': true, [keep]: true })),
    fails(schema, f, holding({ type: 'object', 'x-kubernetes-embedded-resource': true })),
    fails(schema, `${f}.anyOf.0.${keep}`, holding({ type: 'object', anyOf: [{ [keep]: true }] })),
    fails(schema, `${f}.oneOf.0.type`, holding({ type: 'string', oneOf: [{ type: 'string' }] })),
    fails(
      schema,
      `${at}.anyOf.0.properties.status`,
      definition({ versions: [version({ ...root, anyOf: [{ properties: { status: { minProperties: 1 } } }] })] }),
    ),
    ...['([a-z', 'a**', '^(?!x)a', '(a)\\1'].map((pattern) =>
      fails(schema, `${f}.pattern`, holding({ type: 'string', pattern })),
    ),
    fails(schema, `${f}.not.description`, holding({ type: 'string', not: { description: 'never' } })),
    fails(
      schema,
      `${at}.properties.metadata.properties.labels`,
      definition({
        versions: [
          version({
            type: 'object',
            properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } },
          }),
        ],
      }),
    ),
    fails(
      schema,
      `${at}.properties.kind`,
      definition({ versions: [version({ type: 'object', properties: { kind: { type: 'integer' } } })] }),
    ),
    fails(
      schema,
      `${at}.properties.kind.default`,
      definition({ versions: [version({ type: 'object', properties: { kind: { type: 'string', default: 'A' } } })] }),
    ),
    fails(schema, f, list(item, { 'x-kubernetes-list-type': 'map' })),
    fails(schema, `${f}.x-kubernetes-list-map-keys`, list(item, { 'x-kubernetes-list-map-keys': ['k'] })),
    fails(schema, `${f}.x-kubernetes-list-map-keys.0`, list({ type: 'object' }, keyed)),
    fails(schema, `${f}.items.properties.k`, list({ type: 'object', properties: { k: text } }, keyed)),
    fails(schema, `${f}.items`, list(text, keyed)),
    fails(
      schema,
      `${f}.items.properties.k.type`,
      list({ type: 'object', required: ['k'], properties: { k: { type: 'object' } } }, keyed),
    ),
    fails(
      schema,
      `${f}.items.properties.k.nullable`,
      list({ type: 'object', required: ['k'], properties: { k: { ...text, nullable: true } } }, keyed),
    ),
    fails(schema, `${f}.items.nullable`, list({ ...text, nullable: true }, { 'x-kubernetes-list-type': 'set' })),
    fails(schema, `${f}.items`, list({ type: 'object' }, { 'x-kubernetes-list-type': 'set' })),
    fails(schema, `${f}.x-kubernetes-list-type`, list(text, { 'x-kubernetes-list-type': 'bag' })),
    fails(schema, `${f}.x-kubernetes-list-type`, holding({ type: 'string', 'x-kubernetes-list-type': 'set' })),
    fails(schema, `${f}.x-kubernetes-map-type`, holding({ type: 'string', 'x-kubernetes-map-type': 'atomic' })),
    fails('value/definition-default', `${f}.default`, holding({ type: 'integer', default: '1' })),
    fails(
      'value/definition-default',
      `${f}.default`,
      holding({ type: 'integer', default: 0, 'x-kubernetes-validations': [{ rule: 'self > 0' }] }),
    ),
    ...[
      { type: 'integer', minimum: 1, exclusiveMinimum: true, default: 1 },
      { type: 'integer', maximum: 1, exclusiveMaximum: true, default: 1 },
      { type: 'integer', multipleOf: 5, default: 7 },
      { type: 'string', format: 'ipv4', default: '10.0.0' },
      { type: 'string', format: 'ipv6', default: '10.0.0.1' },
      { type: 'string', format: 'cidr', default: '10.0.0.0/33' },
      { type: 'string', format: 'mac', default: '00:11:22' },
      { type: 'string', format: 'uuid', default: 'one' },
      { type: 'string', format: 'date', default: '2030-02-30' },
      { type: 'string', format: 'duration', default: 'soon' },
    ].map((field) => fails('value/definition-default', `${f}.default`, holding(field))),
    ...['.spec.none', '.spec', '.metadata.name', 'spec.a'].map((jsonPath) =>
      fails(
        'value/definition-paths',
        'spec.versions.0.selectableFields.0.jsonPath',
        versioned({ selectableFields: [{ jsonPath }] }),
      ),
    ),
    fails(
      'value/definition-validations',
      `${f}.x-kubernetes-validations.0.fieldPath`,
      holding({
        type: 'object',
        properties: { a: text },
        'x-kubernetes-validations': [{ rule: 'true', fieldPath: '.b' }],
      }),
    ),
    fails('value/definition-default', `${f}.default`, holding({ type: 'string', enum: ['a'], default: 'b' })),
    fails(
      'value/definition-default',
      `${f}.default.b`,
      holding({ type: 'object', properties: { a: text }, default: { b: 'x' } }),
    ),
    fails(
      'value/definition-validations',
      `${f}.x-kubernetes-validations.0.rule`,
      holding({ type: 'string', 'x-kubernetes-validations': [{ rule: ' ' }] }),
    ),
    fails(
      'value/definition-validations',
      `${f}.x-kubernetes-validations.0`,
      holding({ type: 'string', 'x-kubernetes-validations': [{ rule: 'self\n!= "a"' }] }),
    ),
    fails(
      'value/definition-validations',
      `${f}.x-kubernetes-validations.0.reason`,
      holding({ type: 'string', 'x-kubernetes-validations': [{ rule: 'self != "a"', reason: 'Bad' }] }),
    ),
  ],
  passing: [
    definition({}),
    holding({ type: 'object', properties: { a: text }, anyOf: [{ properties: { b: { minLength: 1 } } }] }),
    holding({ type: 'string', default: null }),
    holding({
      type: 'object',
      properties: { a: text },
      'x-kubernetes-validations': [{ rule: 'true', fieldPath: '.a' }],
    }),
    ...['(?i)a', '[[:alpha:]]+', '^*a', '\\Aa\\z', '(?P<a>b)', '[]a]'].map((pattern) =>
      holding({ type: 'string', pattern }),
    ),
    ...[
      { type: 'integer', minimum: 1, exclusiveMinimum: true, default: 2 },
      { type: 'integer', multipleOf: 5, default: 10 },
      { type: 'string', maxLength: 2, default: '😀é' },
      { type: 'string', format: 'ipv4', default: '010.0.0.1' },
      { type: 'string', format: 'cidr', default: 'fd00::/8' },
      { type: 'string', format: 'mac', default: '00:11:22:33:44:55' },
      { type: 'string', format: 'duration', default: '1h30m' },
      { type: 'string', format: 'date', default: '2030-01-31' },
      { type: 'string', format: 'whatever', default: 'x' },
    ].map(holding),
    definition({
      versions: [
        version(
          { type: 'object', properties: { spec: { type: 'object', properties: { a: text } } } },
          { selectableFields: [{ jsonPath: '.spec.a' }] },
        ),
      ],
    }),
    definition(
      { group: 'x.k8s.io' },
      { name: 'things.x.k8s.io', annotations: { 'api-approved.kubernetes.io': 'unapproved, experimental' } },
    ),
    definition({
      versions: [
        version(),
        version(root, { name: 'v1beta1', storage: false, deprecated: true, deprecationWarning: 'old' }),
      ],
      conversion: {
        strategy: 'Webhook',
        webhook: { conversionReviewVersions: ['v1'], clientConfig: hook.clientConfig },
      },
    }),
    versioned({
      additionalPrinterColumns: [
        { name: 'A', type: 'date', format: 'date-time', jsonPath: '.metadata.creationTimestamp' },
      ],
      subresources: {
        status: {},
        scale: {
          specReplicasPath: '.spec.replicas',
          statusReplicasPath: '.status.replicas',
          labelSelectorPath: '.status.selector',
        },
      },
    }),
    definition({ versions: [version({ type: 'object', [keep]: true })] }),
    holding({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }),
    holding({
      'x-kubernetes-int-or-string': true,
      allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { pattern: '^[0-9]+$' }],
    }),
    holding({ type: 'object', additionalProperties: text, default: { a: 'b' } }),
    holding({
      type: 'object',
      properties: { a: text },
      anyOf: [{ required: ['a'] }, { properties: { a: { minLength: 1 } } }],
    }),
    holding({ type: 'object', 'x-kubernetes-embedded-resource': true, [keep]: true }),
    holding({ [keep]: true }),
    list(item, keyed),
    list({ type: 'object', properties: { k: { ...text, default: '' } } }, keyed),
    list({ type: 'object', 'x-kubernetes-map-type': 'atomic' }, { 'x-kubernetes-list-type': 'set' }),
    holding({ type: 'integer', default: 1, minimum: 1 }),
    holding({ type: 'string', nullable: true, default: null }),
    holding({ type: 'string', pattern: '^\\d+(?:a|b)$' }),
    holding({
      type: 'string',
      'x-kubernetes-validations': [{ rule: 'self != "a"', message: 'b', reason: 'FieldValueInvalid' }],
    }),
  ],
};
