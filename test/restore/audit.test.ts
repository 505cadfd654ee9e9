import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment, manifest, manifests } from '../support/environments';
import { type Ended, endAll, Pod } from './support/pod';
import { accountFolder, requirePrograms, subfolder } from './support/programs';
import { Storage } from './support/storage';

requirePrograms();

const [fileCount, linesPerFile] = [5, 2000];
/** The server took its second key in the middle of the third file. */
const replacedAt = 5000;

// Times that never leave the window.
const begin = Date.parse('2026-01-05T08:00:00Z');
const timeOf = (line: number) => new Date(begin + line * 3000).toISOString();
const second = (time: string) => time.replace(/\.\d+Z$/, 'Z');

const env = environment('dev', {
  objectStorage: {
    auditRetention: { days: 36500, mode: 'GOVERNANCE' },
    auditVerification: { days: 36500, replacedKeys: [second(timeOf(replacedAt))] },
  },
});
const place = 'audit';
const folder = accountFolder();
const key = (letter: string) => Buffer.from(letter.repeat(32));
const keys = { old: key('o'), new: key('n'), strange: key('s') };

/** Signatures of texts as the platform documents them, made by openssl. */
function signatures(texts: readonly string[], hmacKey: Buffer): string[] {
  const work = subfolder(folder, 'texts');
  const files = texts.map((text, index) => {
    const file = path.join(work, String(index));
    writeFileSync(file, text);
    return file;
  });
  const options = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${hmacKey.toString('hex')}`];
  const { status, stdout, stderr } = spawnSync('openssl', [...options, ...files], { encoding: 'utf8', cwd: work });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) =>
      Buffer.from(line.split('= ')[1] ?? '', 'hex')
        .toString('base64')
        .replace(/=+$/, ''),
    );
}

function signed(texts: readonly string[], hmacKey: Buffer): string[] {
  const found = signatures(texts, hmacKey);
  return texts.map((text, index) => `${text.slice(0, -1)},"signature":"${found[index]}"}`);
}

const event = (line: number) =>
  `{"timestamp":"${timeOf(line)}","sandbox_id":"box-${line % 7}","namespace":"code","type":"exec","command":"echo","args":["a \\"${line}\\" ü"],"exit_code":0}`;
const events = Array.from({ length: fileCount * linesPerFile }, (_, line) => event(line));

const nameOf = (index: number) => `audit-${second(timeOf((index + 1) * linesPerFile)).replaceAll(/[-:]/g, '')}.jsonl`;

type Objects = Record<string, string>;

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** What a bucket has when these files were shipped. */
function shipped(files: readonly string[]): Objects {
  const objects: Objects = {};
  let [after, previous] = ['none', 'none'];
  for (const [index, text] of files.entries()) {
    const file = nameOf(index);
    const lines = text.split('\n').length - 1;
    const manifest = `${JSON.stringify({ file, lines, sha256: hash(text), after, previous })}\n`;
    Object.assign(objects, { [file]: text, [`${file}.manifest`]: manifest });
    [after, previous] = [file, hash(manifest)];
  }
  return objects;
}

let storage: Storage;
let lines: string[];
let whole: string[];

const textOf = (some: readonly string[]) => some.map((line) => `${line}\n`).join('');
const filesOf = (all: readonly string[]) =>
  Array.from({ length: fileCount }, (_, index) => textOf(all.slice(index * linesPerFile, (index + 1) * linesPerFile)));

function pod(name: string, run: string): Pod {
  return new Pod(manifest(env, place, 'CronJob', name), subfolder(folder, run), {
    manifests: manifests(env, place),
    secrets: {
      ...storage.secrets,
      key: keys.new.toString('base64'),
      'key-1': keys.old.toString('base64'),
    },
    addresses: [
      [`http://object-storage.${env.namespacePrefix}object-storage.svc.cluster.local:8333`, storage.endpoint],
    ],
  });
}

/** A run of the verifier over a bucket, whose log ends with a manifest as far as the volume knows. */
function verify(bucket: string, last: string | undefined, more: Record<string, string> = {}): Ended {
  const job = pod('audit-log-verification', `verify-${bucket}`);
  if (last !== undefined) writeFileSync(path.join(job.volume('audit-log'), 'last.manifest'), last);
  return job.run('verify', { BUCKET: bucket, ...more });
}

let cases = 0;

/** The same over a bucket of its own with these objects. */
function verifyObjects(objects: Objects, last: string | undefined, more?: Record<string, string>): Ended {
  const bucket = `case-${cases++}`;
  mkdirSync(storage.file(bucket));
  for (const [name, text] of Object.entries(objects)) writeFileSync(storage.file(bucket, name), text);
  return verify(bucket, last, more);
}

const lastOf = (objects: Objects) => objects[`${nameOf(fileCount - 1)}.manifest`] ?? '';
const { audit: bucket } = env.objectStorage.buckets;

beforeAll(async () => {
  storage = await Storage.start(subfolder(folder, 's3'), env.objectStorage.buckets.backups);
  lines = [...signed(events.slice(0, replacedAt), keys.old), ...signed(events.slice(replacedAt), keys.new)];
  whole = filesOf(lines);
});

afterAll(endAll);

describe('what the shipper has shipped', () => {
  let last: string;
  let shipper: Pod;

  beforeAll(() => {
    storage.aws('s3api', 'create-bucket', '--bucket', bucket, '--object-lock-enabled-for-bucket');
    shipper = pod('audit-shipper', 'ship');
    const volume = shipper.volume('audit-log');
    for (const [index, text] of whole.entries()) writeFileSync(path.join(volume, nameOf(index)), text);
    expect(shipper.run('ship')).toMatchObject({ status: 0 });
    last = readFileSync(path.join(volume, 'last.manifest'), 'utf8');
  });

  test('is a chain of manifests, whose end is on the volume', () => {
    const expected = shipped(whole);
    expect(last).toBe(lastOf(expected));
    for (const [name, text] of Object.entries(expected)) {
      expect([name, readFileSync(storage.file(bucket, name), 'utf8') === text]).toEqual([name, true]);
    }
  });

  test('is complete and signed, by one key and then by the next', () => {
    expect(verify(bucket, last)).toEqual({
      status: 0,
      output: expect.stringMatching(
        new RegExp(`^5 files with 10000 lines since \\S+ are complete and signed; it ends with ${hash(last)}\n$`),
      ),
    });
  });

  test('is removed and not shipped again when a run ended before it could', () => {
    const volume = shipper.volume('audit-log');
    writeFileSync(path.join(volume, nameOf(4)), whole[4] ?? '');
    expect(shipper.run('ship')).toEqual({ status: 0, output: `shipped ${nameOf(4)}\n` });
    expect(readdirSync(volume)).toEqual(['last.manifest']);
    expect(readFileSync(path.join(volume, 'last.manifest'), 'utf8')).toBe(last);
  });

  test('is found changed when something was put over it or deleted; what was there is still there', () => {
    const [over, deleted] = [nameOf(1), nameOf(3)];
    const body = path.join(folder, 'forged');
    writeFileSync(body, whole[0] ?? '');
    storage.aws('s3api', 'put-object', '--bucket', bucket, '--key', over, '--body', body);
    storage.aws('s3api', 'delete-object', '--bucket', bucket, '--key', deleted);
    const { status, output } = verify(bucket, last);
    expect(output).toBe(
      `${over}: something else was put over it; a version is left\n` +
        `${deleted}: was deleted; a version is left\n` +
        '2 problems in 5 files with 10000 lines\n',
    );
    expect(status).toBe(1);
  });
});

const third = nameOf(2);
const thirdFile = (change: (some: string[]) => string[]) => {
  const all = filesOf(lines);
  all[2] = textOf(change(lines.slice(2 * linesPerFile, 3 * linesPerFile)));
  return all;
};
const without = (objects: Objects, ...names: string[]): Objects =>
  Object.fromEntries(Object.entries(objects).filter(([name]) => !names.includes(name)));
const forge = (line: string) => line.replace('"exit_code":0', '"exit_code":1');

/** Damage to a file that was shipped; its manifest is what it was. */
const afterwards: [name: string, change: (some: string[]) => string[], more?: string][] = [
  ['a line changed', (some) => some.with(7, forge(some[7] ?? '')), `${third}:8: the line is not signed by any key`],
  ['a line removed', (some) => some.toSpliced(7, 1)],
  ['lines swapped', (some) => some.with(7, some[8] ?? '').with(8, some[7] ?? '')],
  ['the end cut off', (some) => some.slice(0, 1500)],
  ['a line repeated', (some) => some.toSpliced(7, 0, some[7] ?? '')],
];

test.each(afterwards)('%s after shipping is found', (_name, change, more = '') => {
  const { status, output } = verifyObjects(
    { ...shipped(whole), [third]: thirdFile(change)[2] ?? '' },
    lastOf(shipped(whole)),
  );
  expect(status).toBe(1);
  expect(output).toContain(`${third}: is not what was shipped; it had 2000 lines\n`);
  expect(output).toContain(more);
});

/** Damage on the node, of which the manifest knows nothing. */
const before: [name: string, change: (some: string[]) => string[], found: string][] = [
  ['a line changed', (some) => some.with(7, forge(some[7] ?? '')), ':8: the line is not signed by any key'],
  [
    'a line signed by a strange key',
    (some) => some.with(7, signed([event(4007)], keys.strange)[0] ?? ''),
    ':8: the line is not signed by any key',
  ],
  [
    'a line of the past signed by the new key',
    (some) => some.with(7, signed([event(7)], keys.new)[0] ?? ''),
    ':8: the line is signed by a key of another time',
  ],
  [
    'a line without signature',
    (some) => some.with(7, event(4007)),
    ':8: the line is not an event with a signature at its end',
  ],
  ['lines swapped', (some) => some.with(7, some[100] ?? '').with(100, some[7] ?? ''), ':9: the line is older than one'],
  ['a line cut', (some) => some.with(-1, (some.at(-1) ?? '').slice(0, 40)), ':2000: the line is not an event'],
];

test.each(before)('%s before shipping is found', (_name, change, found) => {
  const objects = shipped(thirdFile(change));
  const { status, output } = verifyObjects(objects, lastOf(objects));
  expect(status).toBe(1);
  expect(output).toContain(`${third}${found}`);
});

test('a file that ends within a line is found', () => {
  const objects = shipped(whole.with(4, (whole[4] ?? '').slice(0, -40)));
  const { status, output } = verifyObjects(objects, lastOf(objects));
  expect(status).toBe(1);
  expect(output).toContain(`${nameOf(4)}: ends within a line\n`);
});

/** Objects that are gone, or manifests that the volume does not name; no version is left of them. */
const missing: [name: string, damage: (objects: Objects) => Objects, found: string[]][] = [
  ['a file', (objects) => without(objects, third), [`${third}: is missing; it had 2000 lines`]],
  [
    'a file and its manifest',
    (objects) => without(objects, third, `${third}.manifest`),
    [`${third}: its manifest is missing, ${nameOf(3)} follows it`, `not in the chain: ${nameOf(0)}, ${nameOf(1)}`],
  ],
  [
    'the first file and its manifest',
    (objects) => without(objects, nameOf(0), `${nameOf(0)}.manifest`),
    [`${nameOf(0)}: its manifest is missing, ${nameOf(1)} follows it`],
  ],
  [
    'the last file and its manifest',
    (objects) => without(objects, nameOf(4), `${nameOf(4)}.manifest`),
    [`the log ends with ${nameOf(4)}, and the bucket has no such manifest: its last files are missing`],
  ],
  ['everything', () => ({}), [`the log ends with ${nameOf(4)}, and the bucket has no such manifest`]],
  [
    'a manifest, forged in its place',
    (objects) => ({
      ...objects,
      [`${third}.manifest`]: (objects[`${third}.manifest`] ?? '').replace('"lines":2000', '"lines":1'),
    }),
    [`${third}: its manifest is missing`],
  ],
  [
    'a manifest, something else in its place',
    (objects) => ({ ...objects, [`${third}.manifest`]: 'nothing' }),
    [`${third}.manifest: something that is not a manifest was put there`],
  ],
];

test.each(missing)('%s missing is found', (_name, damage, found) => {
  const objects = shipped(whole);
  const { status, output } = verifyObjects(damage(objects), lastOf(objects));
  expect(status).toBe(1);
  for (const text of found) expect(output).toContain(text);
});

describe('the volume of the log', () => {
  const fourth = () => shipped(whole)[`${nameOf(3)}.manifest`];

  test('may name a file that others have followed meanwhile', () => {
    expect(verifyObjects(shipped(whole), fourth())).toMatchObject({
      status: 0,
      output: expect.stringContaining('5 files'),
    });
  });

  test('has to name one', () => {
    expect(verifyObjects(shipped(whole), undefined)).toEqual({
      status: 1,
      output: expect.stringContaining('last.manifest was removed from it'),
    });
  });

  test('may have been lost, once the end of the log is written down', () => {
    const again = { [nameOf(4)]: whole[4] ?? '' };
    const line = JSON.stringify({
      file: nameOf(4),
      lines: 2000,
      sha256: hash(whole[4] ?? ''),
      after: 'none',
      previous: 'none',
    });
    const objects = { ...shipped(whole.slice(0, 4)), ...again, [`${nameOf(4)}.manifest`]: line };
    expect(verifyObjects(objects, line)).toEqual({
      status: 1,
      output: expect.stringContaining(`not in the chain: ${[0, 1, 2, 3].map(nameOf).join(', ')}\n`),
    });
    expect(verifyObjects(objects, line, { EARLIER_ENDS: hash(fourth() ?? '') })).toMatchObject({ status: 0 });
  });
});

test('files from before there were manifests have signatures', () => {
  const early = nameOf(-1);
  const objects = { ...shipped(whole), [early]: textOf([forge(lines[0] ?? '')]) };
  const { status, output } = verifyObjects(objects, lastOf(objects));
  expect({ status, output }).toEqual({
    status: 1,
    output: expect.stringContaining(`${early}:1: the line is not signed by any key`),
  });
  expect(output).toContain('1 files have no manifest: of these only signatures can be verified\n');
});

test('a key that was not replaced is not the key of the past', () => {
  const { status, output } = verifyObjects(shipped(whole), lastOf(shipped(whole)), { REPLACED: '' });
  expect(status).toBe(1);
  expect(output).toContain(`5000 problems in 5 files with 10000 lines\n`);
});
