import type { Data, FieldPath } from '../../../kubernetes/access';
import { groupKindOf } from '../../../kubernetes/kinds';
import type { Rule } from '../../problem';
import type { Context, Finding, ObjectRule } from '../rule';

/** A rule about objects of some kinds. */
interface KindRule extends Rule {
  /** Kinds as `<group>/<kind>`, parted by blanks: `/Service networking.k8s.io/Ingress`. */
  readonly kinds: string;
  /** Only this apiVersion of them; others look different. @default any */
  readonly apiVersion?: string;
  readonly check: (object: Data, context: Context) => Iterable<Finding>;
}

const nothing: readonly Finding[] = [];

/** Asks the rule only about the kinds that it names. */
export function forKinds({ kinds, apiVersion: only, check, ...rule }: KindRule): ObjectRule {
  const known = new Set(kinds.split(' '));
  return {
    ...rule,
    appliesTo: known,
    check({ object }, context) {
      if (only !== undefined && object.apiVersion !== only) return nothing;
      return known.has(groupKindOf(object)) ? check(object, context) : nothing;
    },
  };
}

/** One finding; shorter than the literal, as there are hundreds. */
export function wrong(path: FieldPath, message: string): Finding {
  return { path, message };
}

/** Says that a value is none of those allowed; nothing when it is unset, empty or no text. */
export function* notOneOf(path: FieldPath, value: unknown, allowed: readonly string[]): Generator<Finding> {
  if (typeof value !== 'string' || value === '' || allowed.includes(value)) return;
  yield wrong(path, `"${value}" is not known here; use ${allowed.map((one) => `"${one}"`).join(', ')}`);
}

/** The same for a value that must be there. */
export function* neitherOf(path: FieldPath, value: unknown, allowed: readonly string[]): Generator<Finding> {
  if (value === '' || value === null) yield wrong(path, `is empty; use ${allowed.map((one) => `"${one}"`).join(', ')}`);
  else yield* notOneOf(path, value, allowed);
}

/** Says where a text came before; the first of its kind is fine. */
export function* repeated(
  entries: Iterable<{
    readonly key: string | undefined;
    readonly path: FieldPath;
  }>,
  message: (key: string) => string,
): Generator<Finding> {
  const seen = new Set<string>();
  for (const { key, path } of entries) {
    if (key === undefined) continue;
    if (seen.has(key)) yield wrong(path, message(key));
    seen.add(key);
  }
}
