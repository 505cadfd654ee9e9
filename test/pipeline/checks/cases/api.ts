import type { Data } from '../../../../kubernetes/access';
import { type Cases, fails, objectsOf } from './case';

/*
 * What extends the API server. Sources: the validations of Kubernetes 1.36 (`pkg/apis/admissionregistration`,
 * `staging/src/k8s.io/apiextensions-apiserver`, `…/kube-aggregator`), case by case.
 */

const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
const hook = {
  name: 'hook.example.org',
  clientConfig: { service: { name: 'hook', namespace: 'hooks' } },
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  rules: [rule],
};
const validating = (...webhooks: object[]) =>
  objectsOf('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', '')({ webhooks });
const mutating = (...webhooks: object[]) =>
  objectsOf('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', '')({ webhooks });
const client = (clientConfig: object) => validating({ ...hook, clientConfig });
const ruled = (changed: object) => validating({ ...hook, rules: [{ ...rule, ...changed }] });

export const webhookCases: Cases = {
  failing: [
    fails('value/webhook', 'webhooks.0.name', validating({ ...hook, name: 'hook' })),
    fails('value/webhook', 'webhooks.0.name', validating({ ...hook, name: 'Hook.example.org' })),
    fails('value/webhook', 'webhooks.1.name', validating(hook, hook)),
    fails('value/webhook', 'webhooks.0.sideEffects', validating({ ...hook, sideEffects: 'Unknown' })),
    fails('value/webhook', 'webhooks.0.sideEffects', mutating({ ...hook, sideEffects: 'Some' })),
    fails('value/webhook', 'webhooks.0.failurePolicy', validating({ ...hook, failurePolicy: 'Warn' })),
    fails('value/webhook', 'webhooks.0.matchPolicy', validating({ ...hook, matchPolicy: 'Same' })),
    fails('value/webhook', 'webhooks.0.reinvocationPolicy', mutating({ ...hook, reinvocationPolicy: 'Always' })),
    fails('value/webhook', 'webhooks.0.timeoutSeconds', validating({ ...hook, timeoutSeconds: 31 })),
    fails('value/webhook', 'webhooks.0.timeoutSeconds', validating({ ...hook, timeoutSeconds: 0 })),
    fails('value/webhook-client', 'webhooks.0.clientConfig', client({})),
    fails('value/webhook-client', 'webhooks.0.clientConfig', client({ ...hook.clientConfig, url: 'https://a.b/' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'http://hook.example.org/a' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'hook.example.org' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'https://me@hook.example.org/a' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'https://hook.example.org/a?b=c' })),
    fails('value/webhook-client', 'webhooks.0.clientConfig.url', client({ url: 'https://hook.example.org/a#b' })),
    fails(
      'value/webhook-client',
      'webhooks.0.clientConfig.service.port',
      client({ service: { ...hook.clientConfig.service, port: 65_536 } }),
    ),
    fails(
      'value/webhook-client',
      'webhooks.0.clientConfig.service.path',
      client({ service: { ...hook.clientConfig.service, path: 'validate' } }),
    ),
    fails(
      'value/webhook-client',
      'webhooks.0.clientConfig.service.path',
      client({ service: { ...hook.clientConfig.service, path: '/a//b' } }),
    ),
    fails(
      'value/webhook-client',
      'webhooks.0.admissionReviewVersions',
      validating({ ...hook, admissionReviewVersions: ['v2'] }),
    ),
    fails(
      'value/webhook-client',
      'webhooks.0.admissionReviewVersions.1',
      validating({ ...hook, admissionReviewVersions: ['v1', 'v1'] }),
    ),
    fails('value/webhook-rules', 'webhooks.0.rules.0.operations', ruled({ operations: [] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.operations', ruled({ operations: ['*', 'CREATE'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.operations.0', ruled({ operations: ['PATCH'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.apiGroups', ruled({ apiGroups: ['*', 'apps'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.apiVersions', ruled({ apiVersions: [] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.apiVersions.0', ruled({ apiVersions: [''] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.resources', ruled({ resources: ['*', 'pods'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.resources', ruled({ resources: ['*/*', 'pods/exec'] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.resources.0', ruled({ resources: [''] })),
    fails('value/webhook-rules', 'webhooks.0.rules.0.scope', ruled({ scope: 'All' })),
    fails(
      'value/webhook-rules',
      'webhooks.0.matchConditions.0.name',
      validating({ ...hook, matchConditions: [{ name: 'a b', expression: 'true' }] }),
    ),
    fails(
      'value/webhook-rules',
      'webhooks.0.matchConditions.1.name',
      validating({
        ...hook,
        matchConditions: [
          { name: 'a', expression: 'true' },
          { name: 'a', expression: 'false' },
        ],
      }),
    ),
  ],
  passing: [
    validating(hook, { ...hook, name: 'b.example.org', failurePolicy: 'Ignore', timeoutSeconds: 30 }),
    mutating({ ...hook, sideEffects: 'NoneOnDryRun', reinvocationPolicy: 'IfNeeded' }),
    client({ url: 'https://hook.example.org:8443/validate' }),
    client({ service: { name: 'hook', namespace: 'hooks', path: '/a/b.c/', port: 9443 } }),
    ruled({ resources: ['*', 'pods/exec'], scope: 'Namespaced', operations: ['*'] }),
    ruled({ resources: ['*/*'] }),
    validating({ ...hook, admissionReviewVersions: ['v2', 'v1beta1'] }),
    validating({ ...hook, matchConditions: [{ name: 'example.org/a', expression: 'true' }] }),
  ],
};

const policy = (spec: object, name = 'replicas.example.org') =>
  objectsOf('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', '')({ metadata: { name }, spec });
const matchConstraints = { resourceRules: [{ ...rule, apiGroups: ['apps'], resources: ['deployments'] }] };
const validation = { expression: 'object.spec.replicas <= 5' };
const valid = { failurePolicy: 'Fail', matchConstraints, validations: [validation] };
const binding = (spec: object) =>
  objectsOf(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    '',
  )({
    spec: { policyName: 'replicas.example.org', validationActions: ['Deny'], ...spec },
  });
const change = (spec: object) =>
  objectsOf(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingAdmissionPolicy',
    '',
  )({
    spec: { failurePolicy: 'Fail', reinvocationPolicy: 'Never', matchConstraints, ...spec },
  });
const mutation = { patchType: 'JSONPatch', jsonPatch: { expression: '[]' } };

export const admissionPolicyCases: Cases = {
  failing: [
    fails('value/admission-policy', 'spec', policy({ failurePolicy: 'Fail', validations: [validation] })),
    fails('value/admission-policy', 'spec', policy({ ...valid, validations: [] })),
    fails('value/admission-policy', 'spec.failurePolicy', policy({ ...valid, failurePolicy: 'Deny' })),
    fails(
      'value/admission-policy',
      'spec.matchConstraints.resourceRules',
      policy({ ...valid, matchConstraints: { resourceRules: [] } }),
    ),
    fails(
      'value/admission-policy',
      'spec.matchConstraints.resourceRules.0.resourceNames.1',
      policy({ ...valid, matchConstraints: { resourceRules: [{ ...rule, resourceNames: ['a', 'a'] }] } }),
    ),
    fails(
      'value/admission-policy',
      'spec.paramKind.apiVersion',
      policy({ ...valid, paramKind: { apiVersion: 'a/b/v1', kind: 'Limit' } }),
    ),
    fails(
      'value/admission-policy',
      'spec.paramKind.kind',
      policy({ ...valid, paramKind: { apiVersion: 'v1', kind: 'Config Map' } }),
    ),
    fails(
      'value/admission-policy',
      'spec.variables.0.name',
      policy({ ...valid, variables: [{ name: 'in', expression: '1' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.variables.0.name',
      policy({ ...valid, variables: [{ name: 'a-b', expression: '1' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.validations.0.reason',
      policy({ ...valid, validations: [{ ...validation, reason: 'Why' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.validations.0.message',
      policy({ ...valid, validations: [{ ...validation, message: ' ' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.validations.0.message',
      policy({ ...valid, validations: [{ ...validation, message: 'a\nb' }] }),
    ),
    fails(
      'value/admission-policy',
      'spec.auditAnnotations.1.key',
      policy({
        ...valid,
        auditAnnotations: [
          { key: 'a', valueExpression: '"x"' },
          { key: 'a', valueExpression: '"y"' },
        ],
      }),
    ),
    fails(
      'value/admission-policy',
      'spec.matchConstraints.resourceRules.0.operations.0',
      change({ matchConstraints: { resourceRules: [{ ...rule, operations: ['DELETE'] }] }, mutations: [mutation] }),
    ),
    fails('value/admission-policy', 'spec.mutations', change({ mutations: [] })),
    fails('value/admission-policy', 'spec.mutations.0.patchType', change({ mutations: [{ patchType: 'Merge' }] })),
    fails(
      'value/admission-policy',
      'spec.mutations.0.applyConfiguration',
      change({ mutations: [{ ...mutation, applyConfiguration: { expression: 'Object{}' } }] }),
    ),
    fails('value/admission-policy-binding', 'spec.validationActions', binding({ validationActions: ['Deny', 'Warn'] })),
    fails('value/admission-policy-binding', 'spec.validationActions', binding({ validationActions: [] })),
    fails('value/admission-policy-binding', 'spec.validationActions.0', binding({ validationActions: ['Log'] })),
    fails(
      'value/admission-policy-binding',
      'spec.validationActions.1',
      binding({ validationActions: ['Audit', 'Audit'] }),
    ),
    fails('value/admission-policy-binding', 'spec.policyName', binding({ policyName: 'A_b' })),
    fails('value/admission-policy-binding', 'spec.paramRef', binding({ paramRef: { name: 'a' } })),
    fails(
      'value/admission-policy-binding',
      'spec.paramRef',
      binding({ paramRef: { parameterNotFoundAction: 'Deny' } }),
    ),
    fails(
      'value/admission-policy-binding',
      'spec.paramRef',
      binding({ paramRef: { name: 'a', selector: {}, parameterNotFoundAction: 'Deny' } }),
    ),
    fails(
      'value/admission-policy-binding',
      'spec.paramRef.parameterNotFoundAction',
      binding({ paramRef: { name: 'a', parameterNotFoundAction: 'Ask' } }),
    ),
  ],
  passing: [
    policy(valid),
    policy({
      ...valid,
      paramKind: { apiVersion: 'rules.example.org/v1', kind: 'Limit' },
      variables: [{ name: 'replicas', expression: 'object.spec.replicas' }],
      validations: [{ ...validation, reason: 'Forbidden', message: 'too many' }],
      auditAnnotations: [{ key: 'a', valueExpression: '"x"' }],
    }),
    binding({ validationActions: ['Warn', 'Audit'] }),
    binding({ paramRef: { selector: {}, parameterNotFoundAction: 'Allow' } }),
    change({ mutations: [mutation] }),
  ],
};

const service = { name: 'hook', namespace: 'hooks' };
const api = (spec: object): Data =>
  objectsOf(
    'apiregistration.k8s.io/v1',
    'APIService',
    '',
  )({
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      service,
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      ...spec,
    },
  });

export const apiServiceCases: Cases = {
  failing: [
    fails('value/api-service', 'spec.insecureSkipTLSVerify', api({ insecureSkipTLSVerify: true, caBundle: 'YQ==' })),
    fails('value/api-service', 'spec.groupPriorityMinimum', api({ groupPriorityMinimum: 20_001 })),
    fails('value/api-service', 'spec.versionPriority', api({ versionPriority: 0 })),
    fails('value/api-service', 'spec.caBundle', api({ service: undefined, caBundle: 'YQ==' })),
    fails('value/api-service', 'spec.insecureSkipTLSVerify', api({ service: undefined, insecureSkipTLSVerify: true })),
    fails('value/api-service', 'spec.service.port', api({ service: { ...service, port: 0 } })),
    fails('value/api-service', 'spec.service.namespace', api({ service: { name: 'hook', namespace: '' } })),
  ],
  passing: [api({}), api({ caBundle: 'YQ==' }), api({ insecureSkipTLSVerify: true }), api({ service: undefined })],
};

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
      `${f}.anyOf.0.properties.b`,
      holding({ type: 'object', properties: { a: text }, anyOf: [{ properties: { b: { minLength: 1 } } }] }),
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
