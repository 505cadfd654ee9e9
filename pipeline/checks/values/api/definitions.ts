import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notValidOrEmpty } from '../forms';
import { schemaOfDefinition } from '../../schema/definitions';
import { validationErrors } from '../../schema/validations';
import { validate } from '../../schema/validator';
import { clientConfigFindings, reviewVersionFindings } from './client-config';
import { messageFindings } from './policies';
import { eachSchema, structuralFindings } from './structural';

/*
 * CustomResourceDefinitions. Source: k8s.io/apiextensions-apiserver 0.36, `pkg/apis/apiextensions/validation/validation.go`.
 */

const kinds = 'apiextensions.k8s.io/CustomResourceDefinition';
const apiVersion = 'apiextensions.k8s.io/v1';

/** What a definition calls its kind. */
export const definitionNames = forKinds({
  id: 'value/definition-names',
  description: 'a definition whose group, scope or names cannot be, or of a protected group without approval',
  example: '`names: { kind: Thing, listKind: Thing }`',
  kinds,
  *check(object) {
    const { group, scope, names } = mapOf(object.spec);
    if (typeof group === 'string' && (!isDnsSubdomain(group) || !group.includes('.')))
      yield wrong(['spec', 'group'], `"${group}" is not a valid group; use a domain with a dot`);
    yield* notOneOf(['spec', 'scope'], scope, ['Cluster', 'Namespaced']);
    yield* approvalFindings(textOf(group) ?? '', mapOf(mapOf(object.metadata).annotations));
    const { kind, listKind, plural, singular, shortNames, categories } = mapOf(names);
    const path = ['spec', 'names'];
    for (const [field, name] of Object.entries({ plural, singular })) yield* labelFinding(name, [...path, field]);
    for (const [field, name] of Object.entries({ kind, listKind }))
      yield* labelFinding(textOf(name)?.toLowerCase(), [...path, field]);
    for (const [field, list] of Object.entries({ shortNames, categories }))
      for (const [index, name] of listOf(list).entries()) yield* labelFinding(name, [...path, field, index]);
    if (typeof kind === 'string' && kind !== '' && kind === listKind)
      yield wrong([...path, 'listKind'], 'must not be the same as "kind"');
  },
});

function labelFinding(name: unknown, path: FieldPath): readonly Finding[] {
  return notValidOrEmpty(path, name, forms.label1035, 'name');
}

/** Groups of Kubernetes itself: their definitions say who approved them. */
const protectedGroup = /(?:^|\.)(?:k8s|kubernetes)\.io$/;
const approval = 'api-approved.kubernetes.io';

function* approvalFindings(group: string, annotations: Data): Generator<Finding> {
  if (!protectedGroup.test(group)) return;
  const text = textOf(annotations[approval]) ?? '';
  if (text === '') yield wrong(['metadata'], `the group "${group}" is protected; add the annotation "${approval}"`);
  else if (!text.startsWith('unapproved') && !URL.canParse(text))
    yield wrong(['metadata', 'annotations', approval], 'must be a URL, or begin with "unapproved"');
}

/** The versions of a definition. */
export const definitionVersions = forKinds({
  id: 'value/definition-versions',
  description: 'a definition without exactly one storage version, with a version there twice or without schema',
  example: 'two versions with `storage: true`',
  kinds,
  apiVersion,
  *check(object) {
    const { preserveUnknownFields, versions, conversion } = mapOf(object.spec);
    if (preserveUnknownFields === true)
      yield wrong(
        ['spec', 'preserveUnknownFields'],
        'must not be true; use "x-kubernetes-preserve-unknown-fields" in schemas',
      );
    const all = mapsOf(versions).map(({ item, index }) => ({
      item,
      key: textOf(item.name),
      path: ['spec', 'versions', index],
    }));
    const stored = all.filter(({ item }) => item.storage === true);
    if (stored.length !== 1)
      yield wrong(
        stored[1]?.path ?? ['spec', 'versions'],
        `${stored.length} versions have "storage: true"; one is the storage version`,
      );
    for (const { item, path } of all) yield* versionFindings(item, path);
    yield* repeated(all, (name) => `"${name}" is there already; remove one`);
    yield* conversionFindings(mapOf(conversion));
  },
});

function* versionFindings(version: Data, path: FieldPath): Generator<Finding> {
  yield* labelFinding(version.name, [...path, 'name']);
  if (mapOf(version.schema).openAPIV3Schema === undefined)
    yield wrong(path, 'needs a schema; set "schema.openAPIV3Schema"');
  const { deprecated, deprecationWarning } = version;
  if (typeof deprecationWarning === 'string' && deprecated !== true)
    yield wrong([...path, 'deprecationWarning'], 'is for deprecated versions only; set "deprecated: true"');
  else if (typeof deprecationWarning === 'string' && !/^[^\p{C}]{1,256}$/u.test(deprecationWarning))
    yield wrong([...path, 'deprecationWarning'], 'must be 1 to 256 printable characters');
}

function* conversionFindings(conversion: Data): Generator<Finding> {
  const path = ['spec', 'conversion'];
  yield* notOneOf([...path, 'strategy'], conversion.strategy, ['None', 'Webhook']);
  if (conversion.strategy !== 'Webhook') {
    if (conversion.strategy === 'None' && conversion.webhook !== undefined)
      yield wrong([...path, 'webhook'], 'is for the strategy "Webhook" only; remove it');
    return;
  }
  const { clientConfig, conversionReviewVersions } = mapOf(conversion.webhook);
  if ((clientConfig ?? null) === null) yield wrong([...path, 'webhook'], 'needs "clientConfig"; set it');
  else yield* clientConfigFindings(mapOf(clientConfig), [...path, 'webhook', 'clientConfig']);
  yield* reviewVersionFindings(conversionReviewVersions, [...path, 'webhook', 'conversionReviewVersions']);
}

/** What kubectl prints, scales and selects by. */
export const definitionPaths = forKinds({
  id: 'value/definition-paths',
  description: 'a printer column, scale subresource or selectable field whose type or path cannot be',
  example: '`additionalPrinterColumns: [{ name: Ready, type: text, jsonPath: status.ready }]`',
  kinds,
  apiVersion,
  *check(object) {
    for (const { item, index } of mapsOf(mapOf(object.spec).versions)) {
      const path = ['spec', 'versions', index];
      for (const { item: column, index: at } of mapsOf(item.additionalPrinterColumns))
        yield* columnFindings(column, [...path, 'additionalPrinterColumns', at]);
      yield* scaleFindings(mapOf(item.subresources).scale, [...path, 'subresources', 'scale']);
      yield* selectableFindings(item, [...path, 'selectableFields']);
    }
  },
});

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function* columnFindings({ name, type, format, jsonPath }: Data, path: FieldPath): Generator<Finding> {
  if (name === '') yield wrong([...path, 'name'], 'is empty; name the column');
  yield* notOneOf([...path, 'type'], type, columnTypes);
  yield* notOneOf([...path, 'format'], format, columnFormats);
  if (typeof jsonPath === 'string' && !jsonPath.startsWith('.'))
    yield wrong([...path, 'jsonPath'], 'must begin with "."');
}

function* scaleFindings(scale: unknown, path: FieldPath): Generator<Finding> {
  if ((scale ?? null) === null) return;
  const paths = [
    ['specReplicasPath', ['.spec.']],
    ['statusReplicasPath', ['.status.']],
    ['labelSelectorPath', ['.spec.', '.status.']],
  ] as const;
  for (const [field, roots] of paths) {
    const text = textOf(mapOf(scale)[field]);
    if (
      text !== undefined &&
      (text !== '' || field !== 'labelSelectorPath') &&
      !roots.some((root) => text.startsWith(root))
    )
      yield wrong([...path, field], `must be a path below "${roots.join('" or "').replace(/\.(?=")/g, '')}"`);
  }
}

const selectableTypes = ['string', 'boolean', 'integer'];

function* selectableFindings(version: Data, path: FieldPath): Generator<Finding> {
  const fields = mapsOf(version.selectableFields).map(({ item, index }) => ({
    key: textOf(item.jsonPath),
    path: [...path, index, 'jsonPath'],
  }));
  for (const { key = '', path: here } of fields) {
    const field = fieldAt(mapOf(mapOf(version.schema).openAPIV3Schema), key);
    if (field === undefined || key.startsWith('.metadata'))
      yield wrong(here, `"${key}" is not a field of the schema; name one below "spec" or "status"`);
    else if (!selectableTypes.includes(String(field.type)))
      yield wrong(here, 'must name a text, a whole number, or a boolean');
  }
  yield* repeated(fields, (name) => `"${name}" is there already; remove one`);
  if (fields.length > 8) yield wrong(path, 'has more than 8 fields; remove some');
}

/** The schema of a field, by a path such as `.spec.replicas`. */
function fieldAt(schema: Data, path: string): Data | undefined {
  let found: Data | undefined = path.startsWith('.') ? schema : undefined;
  for (const name of path.slice(1).split('.')) {
    const properties = mapOf(found?.properties);
    found = Object.hasOwn(properties, name) ? mapOf(properties[name]) : undefined;
  }
  return found;
}

function* schemasOf(object: Data): Generator<{ schema: Data; path: FieldPath }> {
  for (const { item, index } of mapsOf(mapOf(object.spec).versions)) {
    const { openAPIV3Schema: schema } = mapOf(item.schema);
    if (schema !== undefined)
      yield { schema: mapOf(schema), path: ['spec', 'versions', index, 'schema', 'openAPIV3Schema'] };
  }
}

/** The schema of a definition is structural. */
export const definitionSchema = forKinds({
  id: 'value/definition-schema',
  description:
    'a definition whose schema is not structural: a field without type, types inside `anyOf`, unsupported words, list keys that items may lack',
  example: '`properties: { list: { type: array, x-kubernetes-list-type: map, … } }` without keys',
  kinds,
  apiVersion,
  *check(object) {
    for (const { schema, path } of schemasOf(object))
      yield* eachSchema(schema, { path, level: 'root' }, structuralFindings);
  },
});

/** Defaults of a definition are valid themselves. */
export const definitionDefault = forKinds({
  id: 'value/definition-default',
  description: 'a default of a definition that its own schema refuses',
  example: '`n: { type: integer, default: "1" }`',
  kinds,
  apiVersion,
  *check(object) {
    for (const { schema, path } of schemasOf(object))
      yield* eachSchema(schema, { path, level: 'root' }, defaultFindings);
  },
});

function* defaultFindings(schema: Data, { path }: { path: FieldPath }): Generator<Finding> {
  if ((schema.default ?? null) === null) return;
  const shape = schemaOfDefinition(schema);
  const [error] = [...validate(shape, schema.default), ...validationErrors(shape, schema.default)];
  if (error) yield wrong([...path, 'default', ...error.path], error.message);
}

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** Validations of a definition say something; their expressions are another rule's. */
export const definitionValidations = forKinds({
  id: 'value/definition-validations',
  description: 'a validation of a definition that is empty, whose message is not one line, or with an unknown reason',
  example: '`x-kubernetes-validations: [{ rule: "" }]`',
  kinds,
  apiVersion,
  *check(object) {
    for (const { schema, path } of schemasOf(object))
      yield* eachSchema(schema, { path, level: 'root' }, validationFindings);
  },
});

function* validationFindings(schema: Data, { path }: { path: FieldPath }): Generator<Finding> {
  for (const { item, index } of mapsOf(schema['x-kubernetes-validations'])) {
    const here = [...path, 'x-kubernetes-validations', index];
    const [rule, message] = [(textOf(item.rule) ?? '').trim(), (textOf(item.message) ?? '').trim()];
    if (item.rule !== undefined && rule === '') yield wrong([...here, 'rule'], 'is empty; write an expression');
    if (/[\n\r]/.test(rule) && message === '') yield wrong(here, 'a rule of several lines needs a "message"; add one');
    yield* messageFindings(item, here);
    yield* notOneOf([...here, 'reason'], item.reason, reasons);
    const field = textOf(item.fieldPath) ?? '';
    if (/^(?:\.\w+)+$/.test(field) && fieldAt(schema, field) === undefined)
      yield wrong([...here, 'fieldPath'], `"${field}" is not a field of this schema`);
  }
}
