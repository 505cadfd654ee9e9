import { findings } from '../pipeline/checks/cases/reference-findings';
import { platform, set } from '../pipeline/checks/cases/reference-tree';

/** Every field of every object of the tree that is a map or list, one at a time. */
const fields = platform().flatMap((object, index) =>
  Object.entries(object).flatMap(([field, value]) => [
    ...(field === 'metadata' ? [] : [[index, field] as const]),
    ...Object.keys(Object(value)).flatMap((inner) =>
      typeof value === 'object' ? [[index, `${field}.${inner}`] as const] : [],
    ),
  ]),
);

test.each([null, [], 7])('takes %p for any field without throwing', (odd) => {
  for (const [index, path] of fields) {
    const tree = platform();
    set(tree[index] ?? {}, path, odd);
    expect(() => findings(tree)).not.toThrow();
  }
});
