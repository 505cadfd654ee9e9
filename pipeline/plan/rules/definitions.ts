import { listOf, mapOf, mapsOf } from '../../../kubernetes/access';
import type { Field } from '../diff';
import type { Difference } from '../match';
import { type Path, wordsOf } from '../paths';
import { fieldsAt, type RiskRule, specsOf, type Verdict } from './rule';

const definitionKind = 'apiextensions.k8s.io/CustomResourceDefinition';

/** Definitions of kinds. */
export const definitionNarrowed: RiskRule = {
  id: 'plain/definition',
  description:
    'a definition of custom resources that serves a version no more, or forgets the one that objects are stored in',
  example: '`served: false`',
  kinds: [definitionKind],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { old, current } = specsOf(difference);
    const served = (spec: unknown) =>
      mapsOf(mapOf(spec).versions).flatMap(({ item }) => (item.served === false ? [] : [String(item.name)]));
    const named = new Set(mapsOf(current.versions).map(({ item }) => item.name));
    for (const { item } of mapsOf(old.versions)) {
      if (item.storage === true && !named.has(item.name))
        yield {
          risk: 'refused',
          reason: `the API server refuses it: objects were stored as version ${String(item.name)}, which "status.storedVersions" lists; keep it with "served: false" until they are migrated`,
        };
    }
    for (const version of served(old).filter((name) => !served(current).includes(name))) {
      yield { risk: 'disruptive', reason: `version ${version} is not served any more: whoever still uses it fails` };
    }
  },
};

/** Schemas of kinds. Source: the documentation of Kubernetes, "CustomResourceDefinitions", pruning and ratcheting. */
export const schemaChanged: RiskRule = {
  id: 'plain/schema',
  description: 'a definition of custom resources that drops fields of its objects, or refuses values that it took',
  example: 'a property that left the schema of a version',
  kinds: [definitionKind],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const fields = schemaFields(difference);
    for (const [sort, say] of Object.entries(sentences)) {
      const names = fields.filter((field) => sortOf(field) === sort).map(({ path }) => nameOf(path));
      if (names.length > 0) yield say(listed([...new Set(names)]));
    }
  },
};

type Sort = 'dropped' | 'unknown-dropped' | 'narrower' | 'added' | 'wider';

/** All but what only allows more, of which nobody has to know. */
const sentences: Readonly<Record<Exclude<Sort, 'wider'>, (names: string) => Verdict>> = {
  dropped: (names) => ({
    risk: 'irreversible',
    reason: `no field of it any more: ${names}; what objects have there is lost when they are next written`,
  }),
  'unknown-dropped': (names) => ({
    risk: 'irreversible',
    reason: `fields that the schema of ${names} does not list are lost when objects are next written`,
  }),
  narrower: (names) => ({
    risk: 'disruptive',
    reason: `bound otherwise than before: ${names}; objects that do not keep to it are refused`,
  }),
  added: (names) => ({ risk: 'safe', reason: `new fields: ${names}` }),
};

/** Fields that a reason names. */
const most = 4;

function listed(names: readonly string[]): string {
  const rest = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names
    .slice(0, most)
    .map((name) => `"${name}"`)
    .join(', ')}${rest}`;
}

/** Whether the rule above says what a change of a schema does. */
export function isToldOfSchema(kind: string, field: Field): boolean {
  return kind === definitionKind && wordsOf(field.path)[3] === 'schema' && sortOf(field) !== undefined;
}

function schemaFields(difference: Difference): Field[] {
  return fieldsAt(difference, 'spec.versions.*.schema').filter(({ path }) => path.length > 4);
}

const bounds =
  /^(?:enum|required|maximum|minimum|maxLength|minLength|maxItems|minItems|pattern|format|type|nullable|x-kubernetes-validations|maxProperties|minProperties)$/;

function sortOf({ path, from, to }: Field): Sort | undefined {
  const words = wordsOf(path);
  const last = words.at(-1) ?? '';
  if (isProperty(words)) return from === undefined ? 'added' : to === undefined ? 'dropped' : undefined;
  if (/^(?:description|title|example|externalDocs)$/.test(last)) return 'wider';
  if (bounds.test(last)) return isWider(last, from, to) ? 'wider' : 'narrower';
  return last === 'x-kubernetes-preserve-unknown-fields' ? (to === true ? 'wider' : 'unknown-dropped') : undefined;
}

/** Whether what keeps to a bound also keeps to the other one. */
function isWider(bound: string, from: unknown, to: unknown): boolean {
  if (to === undefined || (bound === 'nullable' && to === true)) return bound !== 'type';
  if (from === undefined) return false;
  if (bound === 'enum') return listOf(from).every((value) => listOf(to).includes(value));
  if (bound === 'required') return listOf(to).every((name) => listOf(from).includes(name));
  if (bound.startsWith('max')) return Number(to) >= Number(from);
  return bound.startsWith('min') && Number(to) <= Number(from);
}

/** Whether a path ends with the name of a property; `properties` may be the name of one itself. */
function isProperty(words: readonly string[]): boolean {
  let count = 0;
  for (const word of words.slice(0, -1).reverse()) {
    if (word !== 'properties') break;
    count += 1;
  }
  return count % 2 === 1;
}

/** `spec.color` of `spec.versions[v1].schema.openAPIV3Schema.properties.spec.properties.color`. */
function nameOf(path: Path): string {
  const words = wordsOf(path).slice(5);
  const names: string[] = [];
  for (let i = 0; i < words.length; i++) {
    if (words[i] === 'properties' && words[i + 1] !== undefined) names.push(String(words[++i]));
    else if (words[i] === 'items') names.push('*');
    else if (words[i] === 'additionalProperties') names.push('*');
  }
  return names.join('.') || 'the object';
}
