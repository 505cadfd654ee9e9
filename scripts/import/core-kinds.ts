import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonSchema } from '../../pipeline/checks/schema/validator';
import { assemble } from './assemble';
import { NEEDED, NOT_NEEDED } from './kubernetes-needed';
import type { History } from './kubernetes-history';
import type { KindSchema } from './resources';

/** The built-in kinds of every minor of Kubernetes, from `imports/kubernetes.json`. */
export function coreKinds(root: string): KindSchema[] {
  const { kinds, definitions } = JSON.parse(
    readFileSync(path.join(root, 'imports/kubernetes.json'), 'utf8'),
  ) as History;
  const used = new Set<string>();
  const source = { interface: (id: string) => withIds(asServed(id.replace('/#', '.'), definitions, used)) };
  const schemas = Object.entries(kinds).map(([name, { $ref = '', ...range }]) => {
    const [kind = '', version = '', group] = name.split('/').reverse();
    const apiVersion = group ? `${group}/${version}` : version;
    const object = asObject(apiVersion, kind, source.interface(idOf($ref)));
    return { apiVersion, kind, schema: assemble(source, { ...range, 'x-null': 'unset', ...object }) };
  });
  const stale = [...Object.keys(NEEDED), ...Object.keys(NOT_NEEDED)].filter((name) => !used.has(name));
  if (stale.length > 0)
    throw new Error(`no such definition: ${stale.join(', ')}; see scripts/import/kubernetes-needed.ts`);
  return schemas;
}

/** A definition that needs what the server needs, which is not what the published document says. */
function asServed(name: string, definitions: History['definitions'], used: Set<string>): JsonSchema {
  const definition = definitions[name];
  if (!definition) throw new Error(`"${name}" is not in imports/kubernetes.json`);
  used.add(name);
  const { required: published = [], ...rest } = definition;
  const free = new Set(NOT_NEEDED[name]?.split(' '));
  const kept = published.filter((field) => !free.has(field));
  const required = [...new Set([...kept, ...(NEEDED[name]?.split(' ') ?? [])])].sort();
  return required.length > 0 ? { ...rest, required } : rest;
}

/** The object on the wire: of this very type. */
function asObject(apiVersion: string, kind: string, schema: JsonSchema): JsonSchema {
  return {
    ...schema,
    properties: { ...schema.properties, apiVersion: { const: apiVersion }, kind: { const: kind } },
    required: ['apiVersion', 'kind', ...(schema.required ?? [])].sort(),
  };
}

/** `$ref`s as `assemble` wants them: a module, and a name in it. */
function withIds<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withIds) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === '$ref' && typeof child === 'string' ? idOf(child) : withIds(child as unknown),
    ]),
  ) as T;
}

function idOf($ref: string): string {
  return $ref.replace('#/definitions/', '').replace(/\.(\w+)$/, '/#$1');
}
