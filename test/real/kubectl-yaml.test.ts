import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readStream } from '../../pipeline/objects/read';
import { ROOT } from '../support/environments';

interface Answer {
  readonly documents: readonly unknown[];
  readonly error?: string;
}

function kubectl(texts: readonly string[]): Answer[] {
  const ran = spawnSync('go', ['run', '.'], {
    cwd: path.join(__dirname, 'kubectl-yaml'),
    env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
    input: texts.map((text) => JSON.stringify(text)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (ran.error || ran.status !== 0) throw new Error(`install Go and let it fetch modules: ${ran.stderr || ran.error}`);
  return ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

function ours(text: string): Answer {
  const { documents, errors } = readStream(text);
  return errors[0]
    ? { documents: [], error: errors[0].message }
    : { documents: documents.map(({ data }) => data).filter((data) => data !== null) };
}

const tree = path.join(ROOT, 'gitops/dev');
const rendered = readdirSync(tree, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .filter((_, index) => index % 9 === 0)
  .map((file) => readFileSync(path.join(tree, file), 'utf8'))
  .filter((text) => text.length < 3000);
const odd = [
  'a: {b: 1,\nc: [1,\n2\n]\n}\n',
  'a: \'x\ny\'\nb: "x\n\n y"\n',
  'a: &x {b: 1}\nc: *x\n',
  'a: |\n  x\n\n   y\nb: >-\n  c\n  d\n',
  'a: x y\n  z\nb:\n- c\n- - d\n',
  '%YAML 1.1\n---\na: b\n',
  '# c\n---\na: 1\n--- # x\nb: 2\n',
  'a: 0x1F\nb: 1_000\nc: 1e3\nd: 012\ne: 0o12\nf: 12:30:45\ng: 2001-01-01\nh: .5\ni: +1\nj: yes\nk: ~\nl:\n',
];
const bits = [
  ...['\t', '\n', ' ', '  ', ':', '-', '- ', '"', "'", '{', '}', '[', ']', ',', '|', '>', '&a', '*a', '%', '---\n'],
  ...['--- x\n', '\n\t\n', '\\', 'é', '\r\n', '@', '`', '<<: ', '- \t', ': ', 'yes', '010'],
];

/**
 * Where we differ on purpose: kubectl takes the first document of a text and never sees what follows it further left, and
 * of a key that is there twice it takes the last.
 */
const deliberate = /end of the stream or a document separator is expected|duplicated mapping key/;

/** Texts with up to three small changes each, from a seed. */
function changed(count: number): string[] {
  const change = fc.record({
    at: fc.nat(999_999),
    bit: fc.constantFrom(...bits),
    drop: fc.nat(3),
  });
  const texts = fc.tuple(fc.constantFrom(...rendered, ...odd), fc.array(change, { minLength: 1, maxLength: 3 }));
  return fc.sample(fc.noBias(texts), { numRuns: count, seed: 20 }).map(([text, changes]) =>
    changes.reduce((now, { at, bit, drop }) => {
      const place = Math.floor((now.length * at) / 1e6);
      return now.slice(0, place) + bit + now.slice(place + drop);
    }, text),
  );
}

test('texts mean what they mean to kubectl, and are broken where they are broken for it', () => {
  const texts = [...rendered, ...odd, ...changed(3000)];
  const theirs = kubectl(texts);
  expect(theirs).toHaveLength(texts.length);
  const different = texts.flatMap((text, index) => {
    const [mine, other] = [ours(text), theirs[index] as Answer];
    if (mine.error !== undefined || other.error !== undefined) {
      const isAgreed = mine.error !== undefined && (other.error !== undefined || deliberate.test(mine.error));
      return isAgreed ? [] : [{ text, ours: mine.error ?? 'reads it', kubectl: other.error ?? 'reads it' }];
    }
    const [us = '', them = ''] = [mine.documents, other.documents.filter((data) => data !== null)].map(sorted);
    return us === them ? [] : [{ text, ours: us, kubectl: them }];
  });
  // What is left are tokens in places where nobody writes them; no text that is as somebody wrote it is among them.
  expect(different.filter(({ text }) => rendered.includes(text) || odd.includes(text))).toEqual([]);
  expect(different.slice(texts.length / 400)).toEqual([]);
});

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
