import { readStream } from '../../pipeline/objects/read';

/** How many documents a text has, or why it is not read. */
function documentsIn(text: string): number | string {
  const { documents, errors } = readStream(text);
  return errors[0]?.message ?? documents.filter(({ data }) => data !== null).length;
}

test('many documents are fine', () => {
  expect(documentsIn('a: &x [1, 2, 3]\nb: *x\n---\n'.repeat(3000))).toBe(3000);
});

test('many values in a document are fine', () => {
  expect(documentsIn(`a:\n${'- {b: [1, 2, 3], c: &x d}\n'.repeat(40_000)}`)).toBe(1);
});

test('aliases that multiply are not', () => {
  const laughs = ['a: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'];
  for (let level = 1; level < 8; level++) laughs.push(`b${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`);
  expect(documentsIn(`${laughs.join('\n')}\n`)).toBe('stands for 200000 values more than it writes; use fewer aliases');
});
