import { type Data, type FieldPath, listOf, mapOf, textOf } from './access';

/** A field that names another object. */
export interface ReferenceField {
  /** Where it stands: `*` for every item or entry, `a|b` for either, `**` for any depth. */
  readonly path: string;
  /** What it may name, as `<group>/<Kind>`; the `kind` beside the name chooses, without one it is the first. */
  readonly to: readonly string[];
  /** Where the name is, below `path`; empty when the field is the name. @default name */
  readonly name?: string;
  /** Where the key, or every key, is below `path`. */
  readonly key?: string;
  /** Field that chooses among `to`. @default kind */
  readonly kindField?: string;
  /** Where another namespace may be named, below `path`. */
  readonly namespace?: string;
  /** The name may, or has to, be written `<namespace>/<name>`. @default - it is the name alone */
  readonly qualified?: 'maybe' | 'always';
  /** A map below `path` counts only when these fields are texts. */
  readonly shape?: readonly string[];
  /** Field names at which `**` does not go on. */
  readonly except?: readonly string[];
  /** Where something stands when this field means another cluster, which no tree describes. */
  readonly unless?: string;
}

/** An object that another one names. */
export interface Reference {
  /** Where the name is. */
  readonly path: FieldPath;
  readonly to: string;
  readonly name: string;
  /** Unset: the namespace of the object that refers. */
  readonly namespace?: string;
  /** The name stands alone where its reader wants `<namespace>/<name>`. @default false */
  readonly lacksNamespace?: boolean;
  readonly keys: readonly { readonly path: FieldPath; readonly key: string }[];
  /** Whether it may be missing. */
  readonly optional: boolean;
}

type Place = readonly [path: FieldPath, value: unknown];

const compiled = new Map<string, readonly (readonly string[])[]>();

function stepsOf(path: string): readonly (readonly string[])[] {
  const known = compiled.get(path);
  if (known) return known;
  const steps = path === '' ? [] : path.split('.').map((step) => step.split('|'));
  compiled.set(path, steps);
  return steps;
}

/** Everything that a path pattern leads to. */
export function placesAt(
  value: unknown,
  pattern: string,
  base: FieldPath = [],
  except: readonly string[] = [],
): Place[] {
  const steps = stepsOf(pattern);
  // Most patterns lead nowhere in most objects, and most of those at their first step.
  if (!mayLead(value, steps[0])) return [];
  const found: Place[] = [];
  walk(value, { steps, here: [...base], except, found }, 0);
  return found;
}

function mayLead(value: unknown, names: readonly string[] | undefined): boolean {
  if (!names || names[0] === '*' || names[0] === '**') return true;
  return names.some((name) => mapOf(value)[name] !== undefined);
}

interface Walk {
  readonly steps: readonly (readonly string[])[];
  /** Where the walk is; copied only for what it finds. */
  readonly here: (string | number)[];
  readonly except: readonly string[];
  readonly found: Place[];
}

function walk(value: unknown, state: Walk, depth: number): void {
  const step = state.steps[depth];
  if (!step) {
    if (value !== undefined && value !== null) state.found.push([[...state.here], value]);
    return;
  }
  if (value === null || typeof value !== 'object') return;
  const [first = ''] = step;
  if (first === '**') walk(value, state, depth + 1);
  if (first === '*' || first === '**') return walkAll(value, state, first === '*' ? depth + 1 : depth);
  if (Array.isArray(value)) return;
  for (const name of step) {
    const child = (value as Data)[name];
    if (child !== undefined) enter(name, child, state, depth + 1);
  }
}

function walkAll(value: object, state: Walk, depth: number): void {
  // Below this no manifest goes; what refers to itself would never end.
  if (state.here.length > 60) return;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) enter(i, value[i], state, depth);
    return;
  }
  for (const name of Object.keys(value)) {
    if (!state.except.includes(name)) enter(name, (value as Data)[name], state, depth);
  }
}

function enter(step: string | number, value: unknown, state: Walk, depth: number): void {
  state.here.push(step);
  walk(value, state, depth);
  state.here.pop();
}

/** Adds what a field names, wherever it stands below `value`. */
export function addReferences(value: unknown, field: ReferenceField, base: FieldPath, found: Reference[]): void {
  if (field.unless !== undefined && placesAt(value, field.unless).length > 0) return;
  for (const place of placesAt(value, field.path, base, field.except)) {
    const reference = referenceAt(place, field);
    if (reference) found.push(reference);
  }
}

function referenceAt([path, value]: Place, field: ReferenceField): Reference | undefined {
  const { name: nameField = 'name', shape } = field;
  const holder = mapOf(value);
  if (shape && !isShape(holder, shape)) return undefined;
  const to = kindOf(holder, field);
  const text = textOf(nameField === '' ? value : holder[nameField]);
  const [name, qualifier] = field.qualified ? (text?.split('/', 2).reverse() ?? []) : [text];
  if (to === undefined || name === undefined || name === '') return undefined;
  return {
    path: nameField === '' ? path : [...path, nameField],
    to,
    name,
    namespace: field.namespace === undefined ? qualifier || undefined : textOf(holder[field.namespace]),
    lacksNamespace: field.qualified === 'always' && !qualifier,
    keys: field.key === undefined ? [] : keysAt(holder, field.key, path),
    optional: holder.optional === true,
  };
}

/** Exactly a selector: nothing but these fields and `optional`. */
function isShape(holder: Data, shape: readonly string[]): boolean {
  return (
    shape.every((name) => typeof holder[name] === 'string') &&
    Object.keys(holder).every((name) => name === 'optional' || shape.includes(name))
  );
}

/** The kind that a reference means; undefined when it is none of those that we know. */
function kindOf(holder: Data, { to, kindField = 'kind' }: ReferenceField): string | undefined {
  const kind = holder[kindField];
  const version = holder.group ?? holder.apiGroup ?? holder.apiVersion;
  if (kind === undefined || kind === '') return to[0];
  return to.find((known) => {
    const slash = known.indexOf('/');
    if (known.slice(slash + 1) !== kind) return false;
    if (typeof version !== 'string' || version === '') return true;
    const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : version === 'v1' ? '' : version;
    return group === known.slice(0, slash);
  });
}

function keysAt(holder: Data, pattern: string, base: FieldPath): Reference['keys'] {
  return placesAt(holder, pattern, base).flatMap(([path, value]) =>
    typeof value === 'string' && value !== '' ? [{ path, key: value }] : [],
  );
}

/** The texts of a list of texts. */
export function textsOf(value: unknown): string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string');
}
