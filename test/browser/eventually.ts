import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

const looks = 600;

/** Looks until what is seen is what is expected: a page reacts when it gets to it. Fails with the last thing seen. */
export async function eventually<T>(look: () => Promise<T>, expected: T): Promise<void> {
  for (let left = looks; left > 0; left--) {
    if (isDeepStrictEqual(await look(), expected)) return;
    await pause(100);
  }
  expect(await look()).toEqual(expected);
}
