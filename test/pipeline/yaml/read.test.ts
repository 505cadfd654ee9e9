import { readStream } from '../../../pipeline/objects/read';

/*
 * What kubectl reads, and what it refuses, answer by answer as apimachinery 0.36 with sigs.k8s.io/yaml 1.6 gave it;
 * `npm run test:real` asks it again, with many more.
 */
function read(text: string): readonly unknown[] | string {
  const { documents, errors } = readStream(text);
  const [error] = errors;
  if (error) return `${error.line}:${error.column} ${error.message}`;
  return documents.map(({ data }) => data).filter((data) => data !== null);
}

test.each([
  ['a bracket at the column of its key', 'a:\n  b: [\n    "1",\n    2\n  ]\n', [{ a: { b: ['1', 2] } }]],
  ['lines of a map that are not indented', 'a: {\nb: "1",\nc: 2}\n', [{ a: { b: '1', c: 2 } }]],
  ['quoted text that goes on at the column of its key', "a:\n  b: 'one\n  two'\n", [{ a: { b: 'one two' } }]],
  ['double quotes over lines', 'a: "x\n\n y"\nb: "c \\\nd"\n', [{ a: 'x\ny', b: 'c d' }]],
  ['brackets in quotes and comments', 'a: [\n"]", # ]\n\'[\'\n]\nb: 1\n', [{ a: [']', '['], b: 1 }]],
  ['literal text with brackets beside', 'a: |\n  [\n  {\nb: {\nc: 1}\n', [{ a: '[\n{\n', b: { c: 1 } }]],
  ['JSON after JSON', '{"a":1}\n{"b":[1,"}"]} {"c":null}\n', [{ a: 1 }, { b: [1, '}'] }, { c: null }]],
  ['tabs in JSON', '{\n\t"a": 1\n}\n', [{ a: 1 }]],
  ['documents with comments behind their marks', '--- # one\na: 1\n---\t\nb: 2\n', [{ a: 1 }, { b: 2 }]],
  ['binary text', 'a: !!binary aGk=\n', [{ a: 'hi' }]],
  ['tags of somebody', 'a: !one b\nc: !two [1]\nd: !three {e: f}\n', [{ a: 'b', c: [1], d: { e: 'f' } }]],
  ['words of YAML 1.1', 'a: yes\nb: 010\nc: 1_000\nd: 12:30\n', [{ a: true, b: 8, c: 1000, d: '12:30' }]],
  ['tabs between tokens', 'a:\tb\nc: [1,\n\t2]\nd: x\n', [{ a: 'b', c: [1, 2], d: 'x' }]],
])('%s', (_, text, documents) => {
  expect(read(text)).toEqual(documents);
});

test.each([
  ['a tab in a blank line', 'a:\n  b: c\n\t\nd: e\n', '3:1 has a tab where blanks have to indent'],
  ['a tab before a key', 'a:\n\tb: c\n', '2:1 '],
  ['a tab behind a dash', 'a:\n- \tb\n', '2:3 has a tab where blanks have to indent'],
  ['a tab in the margin of literal text', 'a: |\n  b\n\t\n  c\n', '4:3 is not valid YAML'],
  ['a directive', '%YAML 1.1\n---\na: b\n', '1:1 has a directive, which kubectl does not read; remove it'],
  ['text behind a mark', 'a: 1\n--- b: 2\n', '2:1 has more than a comment behind "---"; write it in the next line'],
  ['an empty key', 'a: 1\n: 2\n', '2:1 has an empty key; name it'],
  ['a null as key', '~: 1\n', '1:1 has an empty key; name it'],
  ['an open bracket', 'a: [1,\nb: 2\n', '1:4 [ is opened here'],
  ['an open quote in the second document', 'a: 1\n---\nb: "c\n', '3:4 " is opened here'],
  ['binary text that is none', 'a: !!binary "???"\n', '1:'],
])('%s is refused', (_, text, problem) => {
  expect(String(read(text)).slice(0, problem.length)).toBe(problem);
});
