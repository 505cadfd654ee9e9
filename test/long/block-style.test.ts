import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { CORE_SCHEMA, loadAll, type Schema } from 'js-yaml';
import { readBlockStyle } from '../../pipeline/yaml/block-style';
import { kubernetesYaml } from '../../pipeline/yaml/kubernetes';
import { ROOT } from '../support/environments';

/** What the library reads; undefined where it finds a mistake. */
function reference(text: string, schema: Schema): unknown[] | undefined {
  try {
    return loadAll(text, { schema });
  } catch {
    return undefined;
  }
}

function agrees(text: string): void {
  for (const schema of [kubernetesYaml, CORE_SCHEMA]) {
    const read = readBlockStyle(text, schema);
    if (read) expect({ text, documents: read }).toEqual({ text, documents: reference(text, schema) });
  }
}

const rendered = readdirSync(path.join(ROOT, 'gitops/dev'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readFileSync(path.join(ROOT, 'gitops/dev', file), 'utf8'));

test('our own tree is read alike, and nearly all of it here', () => {
  for (const text of rendered) agrees(text);
  const left = rendered.filter((text) => readBlockStyle(text, kubernetesYaml) === undefined);
  expect(left.length).toBeLessThan(rendered.length / 20);
});

test.each([
  ['a key without value', 'a:\nb:\n  c:\n'],
  ['items beside their key', 'a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\n'],
  ['items of items', '- - a\n  - b\n- - c\n'],
  ['literal text', 'a: |\n  one\n\n    two\n\nb: |-\n  three\n\nc: 4\n'],
  ['comments', '# one\na: 1 # two\n  # three\nb:\n  # four\n  c: d#e\n'],
  ['documents', '# one\n---\na: 1\n---\nb: 2\n'],
  ['quoted keys', '".a": 1\n\'b c\': 2\n"yes":\n- "d": 3\n'],
  ['quotes', 'a: "b: c # d"\ne: \'f "g"\'\nh: ""\n'],
  ['words of YAML 1.1', 'a: yes\nb: off\nc: 010\nd: 1_000\ne: 12:30\nf: ~\ng: Null\n'],
  ['values in one line', 'a: [1, "b", {c: d}]\ne: {}\nf: []\n'],
  [
    'lists in one line',
    'a: [dev, "b, ]", 3, on, ~, x y ]\nb: [ "" ]\nc: [a, ]\nd: [a, [b]]\ne: [a:b, c#d, -1, it\'s]\n',
  ],
  ['blocks with an anchor', 'a: &b\n  c: 1\nd: *b\ne:\n- &f\n  g: &h\n  - 2\n- *f\n- *h\ni: &b\n  j: 3\nk: *b\n'],
  ['literal text with empty lines first', 'a: |\n\n \n  one\n     two\n   \nb: |\n  c\n'],
])('%s', (_, text) => {
  expect(readBlockStyle(text, kubernetesYaml)).toEqual(loadAll(text, { schema: kubernetesYaml }));
});

test.each([
  ['an anchor of a word', 'a: &b c\nd: *b\n'],
  ['an anchor of nothing', 'a: &b\nc: *b\n'],
  ['an anchor that is not there', 'a: *b\n'],
  ['an anchor of another document', 'a: &b\n  c: 1\n---\nd: *b\n'],
  ['an alias to itself', 'a: &b\n  c: *b\n'],
  ['a merge of an anchor', 'a: &b\n  c: 1\nd:\n  <<: *b\n'],
  [
    'aliases without end',
    `a0: &a0\n- 1\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1}\n- *a${i}\n- *a${i}\n`).join('')}`,
  ],
  ['a tag', 'a: !!str 1\n'],
  ['text over two lines', 'a: b\n  c\n'],
  ['a list over two lines', 'a: [1,\n  2]\n'],
  ['folded text', 'a: >\n  b\n'],
  ['a merge', 'a:\n  <<: {b: c}\n'],
  ['the same key twice', 'a: 1\na: 2\n'],
  ['a key that is no text', 'yes: 1\n'],
  ['tabs', 'a:\tb\n'],
  ['blanks that are none', 'a: text\u3000\n'],
  ['words that are markers elsewhere', 'a: ...\nb: ---\n'],
  ['a document without anything in it', '---\n---\na: 1\n'],
  ['more values than any manifest has', `a: [${'1, '.repeat(100_000)}1]\n`],
  ['no line break at the end', 'a: |\n  b'],
  ['an empty document', 'a: 1\n---\n'],
  ['nothing', '\n'],
  ['a number alone', '1\n'],
  ['depth without end', `${Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`],
])('%s is left to the library', (_, text) => {
  expect(readBlockStyle(text, kubernetesYaml)).toBeUndefined();
});

const line = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', ' ', '      '),
    fc.constantFrom(
      'a:',
      'b: ',
      '- ',
      '-',
      '- c: ',
      '- - ',
      'on: ',
      '# ',
      '---',
      'a: |',
      'd: "',
      '"e": ',
      "'f g':",
      '...',
      '1: ',
    ),
    fc.constantFrom(
      '',
      'x',
      '&a',
      '*a',
      '1',
      'true',
      '[]',
      '[a, b]',
      '[ "a", on , 1 ]',
      '[a, ]',
      '[a b, -, ...]',
      '{a: b}',
      '"q"',
      "'it''s'",
      'a: b',
      'x #c',
      '*a',
      '- y',
      ' |',
    ),
  )
  .map((parts) => parts.join(''));

test('what it reads, the library reads alike', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => agrees(`${lines.join('\n')}\n`)),
    { numRuns: 3000, seed: 7 },
  );
});

test('a real manifest with a line changed is read alike', () => {
  const change = fc.tuple(fc.constantFrom(...rendered), fc.nat(), line, fc.boolean());
  fc.assert(
    fc.property(change, ([text, at, other, added]) => {
      const lines = text.split('\n');
      lines.splice(at % lines.length, added ? 0 : 1, other);
      agrees(lines.join('\n'));
    }),
    { numRuns: 1000, seed: 7 },
  );
});
