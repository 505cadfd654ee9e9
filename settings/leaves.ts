import type { FieldPath } from '../kubernetes/access';

/** Every value of some data that holds no others, with its path. */
export function leaves(data: unknown): [path: FieldPath, value: unknown][] {
  return [...walk(data, [])];
}

function* walk(value: unknown, path: FieldPath): Generator<[FieldPath, unknown]> {
  if (value === null || typeof value !== 'object') {
    yield [path, value];
    return;
  }
  for (const [key, member] of Object.entries(value))
    yield* walk(member, [...path, Array.isArray(value) ? Number(key) : key]);
}
