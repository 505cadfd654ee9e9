import { inspect } from 'node:util';
import { mapOf } from '../../../kubernetes/access';

/**
 * The items of a list that repeat another one, as text: a whole item without keys, else the values of its keys.
 * Source: k8s.io/apiextensions-apiserver 0.36, `pkg/apiserver/schema/listtype/validation.go`; as there, what is said
 * more than twice is named once.
 */
export function repeated(keys: readonly string[], items: readonly unknown[]): { index: number; value: string }[] {
  const times = new Map<string, number>();
  return items.flatMap((item, index) => {
    const value = inspect(keys.length === 0 ? item : keyOf(keys, item), whole);
    const before = times.get(value) ?? 0;
    times.set(value, before + 1);
    return before === 1 ? [{ index, value }] : [];
  });
}

/** The order of fields does not matter; everything else does. */
const whole = { sorted: true, depth: null, maxArrayLength: null, maxStringLength: null, breakLength: Infinity };

function keyOf(keys: readonly string[], item: unknown): Record<string, unknown> {
  const fields = mapOf(item);
  return Object.fromEntries(keys.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]));
}
