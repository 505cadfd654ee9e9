import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { check } from '../../pipeline/checks';
import { readManifest } from '../../pipeline/objects/read';
import { loadSchemas } from '../../pipeline/checks/schema/lookup';
import { formatProblem } from '../../pipeline/problem';
import { ROOT } from '../support/environments';

const schemas = loadSchemas(ROOT);

/** One real object of every kind we render, as text to break. */
const samples = [
  ...new Map(
    readdirSync(path.join(ROOT, 'gitops'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [path.basename(file).split('-')[0], readFileSync(path.join(ROOT, 'gitops', file), 'utf8')]),
  ).values(),
];

/** Everything that a person can get out of a file: problems with a place and a sentence, or none; never an exception. */
function judge(file: string, bytes: Buffer): void {
  const { manifests, problems } = readManifest(file, bytes);
  for (const problem of [...problems, ...check(manifests, schemas, { minor: 37 })]) {
    expect(problem.line).toBeGreaterThan(0);
    expect(problem.column).toBeGreaterThan(0);
    expect(formatProblem(problem)).toMatch(/^x\.(yaml|json):\d+ {2}\S.* {2}\[[a-z-]+\/[a-z-]+\]$/su);
  }
}

const text = fc.constantFrom(...samples);
const scalar = fc.constantFrom(
  'null',
  '[]',
  '{}',
  '""',
  '-1',
  '1e400',
  'true',
  '*x',
  '&x',
  '!!binary x',
  '|',
  '"\\u0000"',
  '<<',
);
const inputs = fc.oneof(
  // A line of a real object lost, doubled, or with another value.
  fc
    .tuple(text, fc.nat(), fc.constantFrom('drop', 'double', 'value', 'indent'), scalar)
    .map(([sample, at, how, value]) => {
      const lines = sample.split('\n');
      const index = at % lines.length;
      const line = lines[index] ?? '';
      const changed = {
        drop: [],
        double: [line, line],
        value: [line.replace(/(:|-) .*$/, `$1 ${value}`)],
        indent: [`  ${line}`],
      };
      return Buffer.from(lines.toSpliced(index, 1, ...changed[how as keyof typeof changed]).join('\n'));
    }),
  // A real object cut anywhere, or with bytes in it that belong nowhere.
  fc.tuple(text, fc.nat(), fc.uint8Array({ maxLength: 4 })).map(([sample, at, bytes]) => {
    const cut = at % sample.length;
    return Buffer.concat([
      Buffer.from(sample.slice(0, cut)),
      Buffer.from(bytes),
      Buffer.from(at % 2 ? sample.slice(cut) : ''),
    ]);
  }),
  // Plain data of any shape with the outside of an object.
  fc
    .tuple(
      fc.constantFrom('Pod', 'Service', 'Deployment', 'CronJob', 'List', 'Ingress', 'Namespace', 'Nothing'),
      fc.object(),
    )
    .map(([kind, rest]) =>
      Buffer.from(JSON.stringify({ apiVersion: 'v1', kind, metadata: rest, spec: rest, items: [rest, null, 7] })),
    ),
  fc.json().map((json) => Buffer.from(json)),
  fc.string({ unit: 'binary', maxLength: 200 }).map((noise) => Buffer.from(noise)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

test('no input of 5,000 ends in anything but problems or none', () => {
  fc.assert(
    fc.property(inputs, fc.constantFrom('x.yaml', 'x.json'), (bytes, file) => judge(file, bytes)),
    { numRuns: 5000, seed: 3 },
  );
});

test.each([
  ['depth', `a: ${'['.repeat(20_000)}`],
  ['depth in JSON', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['a hundred thousand empty documents', '---\n'.repeat(100_000)],
  ['one endless line', `a: ${'x'.repeat(5_000_000)}`],
  ['an alias to itself', 'apiVersion: v1\nkind: Pod\nspec: &s\n  containers: [*s]\n'],
  [
    'laughs',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]`).join('\n')}`,
  ],
  ['a prototype', '__proto__:\n  kind: Pod\nconstructor: x\napiVersion: v1\nkind: toString\n'],
  ['a list of lists', 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items: []\n'],
])('%s', (_name, input) => {
  judge('x.yaml', Buffer.from(input));
  judge('x.json', Buffer.from(input));
});
