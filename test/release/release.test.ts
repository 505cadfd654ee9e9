import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { extract } from 'tar';
import { publicKey } from '../../pipeline/publish/provenance/keys';
import { makeKeys, signImage, signWithCosign, verifyImage } from '../../pipeline/publish/release/cosign';
import { withLoopbackRegistry } from '../../pipeline/publish/release/loopback';
import { verifyRelease } from '../../commands/verify-release';
import { bkg, type Ran } from '../support/cli';
import { ROOT } from '../support/environments';
import { snapshot, temporaryFolder } from '../support/folders';
import { bareRepository, clone, git } from '../support/repository';

const temporary = temporaryFolder();
const folder = (name: string) => path.join(temporary, name);
const bare = bareRepository(temporary);
const [here, there] = [clone(bare, folder('here')), clone(bare, folder('there'))];
const source = git(here, 'rev-parse', 'HEAD');
process.env.COSIGN_PASSWORD = 'secret';
for (const name of ['ours', 'theirs']) {
  mkdirSync(folder(name));
  makeKeys(folder(name), 'secret');
}
const [keyFile, pubFile] = [folder('ours/cosign.key'), folder('ours/cosign.pub')];

function make(cwd: string, name: string, version: string, env = {}, umask = 0o022, more: readonly string[] = []): Ran {
  const before = process.umask(umask);
  try {
    return bkg(['release', '--version', version, '--key', keyFile, '--out', folder(name), ...more], env, cwd);
  } finally {
    process.umask(before);
  }
}

/** What people do with an artifact of `package` and programs that know nothing of us; answers what came back. */
function pushedByHand(registry: string, environment: string) {
  const [layout, back] = [folder(`layout-${environment}`), folder(`back-${environment}`)];
  mkdirSync(layout);
  mkdirSync(back);
  extract({ file: path.join(folder('one'), `bkg-${environment}-1.2.3-oci.tar`), cwd: layout, sync: true });
  const name = `${registry}/by-hand/bkg-${environment}`;
  const crane = (...args: string[]) => spawnSync('crane', args, { encoding: 'utf8' });
  const { status } = crane('push', layout, `${name}:1.2.3`);
  const digest = crane('digest', `${name}:1.2.3`).stdout.trim();
  const pulled = crane('export', `${name}@${digest}`, `${back}.tar`).status;
  extract({ file: `${back}.tar`, cwd: back, sync: true });
  return { environment, status, digest, pulled, files: snapshot(back) };
}

/** Everything that takes a registry, as it is there only so long. */
const first = withLoopbackRegistry((registry) => {
  const ran = make(here, 'one', '1.2.3', { TZ: 'UTC' }, 0o022, ['--registry', registry]);
  const images = ran.out.split('\n').filter((line) => line.startsWith(`${registry}/`));
  const refusal = (use: () => void) => {
    try {
      use();
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const check = ['--key', pubFile, '--insecure-ignore-tlog=true'];
  const [chart = '', tree = ''] = images;
  const [repository, tag] = [chart.replace(/@.*/, ''), `${chart.replace(/@.*/, '')}:1.2.3`];
  const pulled = spawnSync('helm4', ['pull', `oci://${repository}`, '--version', '1.2.3', '--plain-http'], {
    cwd: temporary,
  });
  const otherKey = refusal(() =>
    verifyImage(chart, ['--key', folder('theirs/cosign.pub'), '--insecure-ignore-tlog=true']),
  );
  // The tree's manifest, which somebody signed, under the name of the chart, where nobody did.
  spawnSync('crane', ['copy', tree, tag]);
  const moved = refusal(() => verifyImage(tag, check));
  signImage(tag, {}, { key: folder('theirs/cosign.key') });
  const resigned = refusal(() => verifyImage(tag, check));
  return {
    ran,
    images,
    byHand: ['dev', 'staging', 'production'].map((environment) => pushedByHand(registry, environment)),
    helm: pulled.status,
    otherKey,
    moved,
    resigned,
    still: refusal(() => verifyImage(chart, check)),
  };
});
const again = make(there, 'two', '1.2.3', { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8', SYFT_PARALLELISM: '1' }, 0o077);
const later = make(there, 'later', '1.2.4');

const chart = 'bkg-production-1.2.3.tgz';
const bytes = (name: string, file: string) => readFileSync(path.join(folder(name), file));
const text = (file: string) => bytes('one', file).toString('utf8');

test('a release has everything, in its folder and in the registry', () => {
  expect(first.ran).toMatchObject({ code: 0, err: '' });
  expect(first.images.map((image) => image.replace(/^[^/]+\/|@.*/g, ''))).toEqual(
    ['dev', 'production', 'staging'].flatMap((name) => [`charts/bkg-${name}`, `trees/bkg-${name}`]),
  );
  const files = readdirSync(folder('one'));
  expect(files).toEqual(expect.arrayContaining(['images.cdx.json', 'sbom.cdx.json', 'sbom.spdx.json', chart]));
  expect(files).toContain('bkg-production-1.2.3-tree.tar.gz');
  const notes = text('notes.md');
  expect(notes).toMatch(/^# 1\.2\.3\n\nThe first release: /);
  for (const image of first.images) expect(notes).toContain(image.replace(/.*@/, ''));
});

test('made again elsewhere it has the same bytes, but for the signature', () => {
  expect(again).toMatchObject({ code: 0, err: 'no --registry, so nothing was pushed\n' });
  const files = readdirSync(folder('one'));
  expect(readdirSync(folder('two'))).toEqual(files);
  const other = files.filter((file) => !bytes('one', file).equals(bytes('two', file)));
  expect(other).toEqual(['provenance.sigstore']);
});

test('the digest in the registry is that of the file with the manifest, and Helm pulls the chart from there', () => {
  const digests = first.images.map((image) => image.replace(/.*sha256:/, ''));
  const manifests = readdirSync(folder('one')).filter((file) => file.endsWith('.manifest.json'));
  const sums = spawnSync('sha256sum', manifests, { cwd: folder('one'), encoding: 'utf8' })
    .stdout.trimEnd()
    .split('\n');
  expect(sums.map((line) => line.slice(0, 64)).sort()).toEqual([...digests].sort());
  expect(first.helm).toBe(0);
  expect(readFileSync(folder('bkg-dev-1.2.3.tgz')).equals(bytes('one', 'bkg-dev-1.2.3.tgz'))).toBe(true);
});

test('crane pushes the artifact of each environment under the same digest, and pulls the tree of it', () => {
  for (const { environment, status, digest, pulled, files } of first.byHand) {
    expect([status, pulled]).toEqual([0, 0]);
    expect(first.images).toContainEqual(expect.stringMatching(new RegExp(`/trees/bkg-${environment}@${digest}$`)));
    const tree = Object.entries(snapshot(path.join(here, 'gitops', environment)));
    const wanted = tree.filter(([file]) => !/^(?:argocd\/|flux\/|hydrator\.metadata$)/.test(file));
    expect(files).toEqual(Object.fromEntries(wanted));
  }
});

test('a release of modules that nobody has committed is refused', () => {
  const other = clone(bare, folder('other'));
  const file = 'deploy/terraform/modules/cluster/more.tf';
  writeFileSync(path.join(other, file), 'variable "more" {}\n');
  const refused = { code: 2, out: '' };
  const said = (name: string) => `${name} is not what is committed; commit it first, the release names that commit\n`;
  expect(make(other, 'refused', '1.2.3')).toEqual({ ...refused, err: said(file) });
  rmSync(path.join(other, file));
  rmSync(path.join(other, 'deploy/terraform/modules/cluster/main.tf'));
  expect(make(other, 'refused', '1.2.3')).toEqual({
    ...refused,
    err: said('deploy/terraform/modules/cluster/main.tf'),
  });
});

test('what is not ours in the registry is refused by cosign, and what is stays ours', () => {
  expect(first.otherKey).toMatch(/^cosign verify failed: /);
  expect(first.moved).toMatch(/^cosign verify failed: /);
  expect(first.resigned).toMatch(/^cosign verify failed: /);
  expect(first.still).toBe('accepted');
});

/** What cosign says of any file of the release, without our program. */
function cosignVerifies(file: string, key = pubFile) {
  const bundle = path.join(folder('one'), 'provenance.sigstore');
  const check = ['--key', key, '--bundle', bundle, '--new-bundle-format', '--insecure-ignore-tlog'];
  return spawnSync('cosign', ['verify-blob-attestation', ...check, '--type', 'slsaprovenance1', file]).status === 0;
}

test('cosign alone says the same of each file', () => {
  const changed = folder('changed.tgz');
  writeFileSync(changed, flipped(bytes('one', chart)));
  expect(cosignVerifies(path.join(folder('one'), chart))).toBe(true);
  expect(cosignVerifies(path.join(folder('one'), 'sbom.spdx.json'))).toBe(true);
  expect(cosignVerifies(changed)).toBe(false);
  expect(cosignVerifies(path.join(folder('one'), chart), folder('theirs/cosign.pub'))).toBe(false);
});

test('one command verifies it, without sources, and says what it looked at', () => {
  const ran = bkg(['verify', '--release', folder('one'), '--key', pubFile, '--version', '1.2.3']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toMatch(/^\S+ is release 1\.2\.3, rendered from [0-9a-f]{40}\nsigned by the key SHA256:\S{44}\n/);
  expect(ran.out).toContain(`rendered from ${source}\n`);
  expect(ran.out.match(/^valid {4}/gm)).toHaveLength(readdirSync(folder('one')).length - 2);
  const json = bkg(['verify', '--release', folder('one'), '--key', pubFile, '--format', 'json']);
  expect(JSON.parse(json.out)).toMatchObject({ version: '1.2.3', sourceCommit: source, isSigned: true, problems: [] });
});

function flipped(content: Buffer): Buffer {
  const other = Buffer.from(content);
  other[other.length >> 1] = (other[other.length >> 1] ?? 0) ^ 1;
  return other;
}

const statementFile = 'provenance.intoto';
const bundleFile = 'provenance.sigstore';

/** The statement with something else in it, and a bundle that holds just that with the old signature. */
function forge(into: string, change: (statement: string) => string): void {
  const statement = change(text(statementFile));
  const bundle = JSON.parse(text(bundleFile)) as { dsseEnvelope: { payload: string } };
  bundle.dsseEnvelope.payload = Buffer.from(statement).toString('base64');
  writeFileSync(path.join(into, statementFile), statement);
  writeFileSync(path.join(into, bundleFile), JSON.stringify(bundle));
}

/** The same, signed by somebody. */
function sign(into: string, statement: string, key: string): void {
  writeFileSync(path.join(into, statementFile), statement);
  writeFileSync(path.join(into, bundleFile), signWithCosign(statement, { key: folder(`${key}/cosign.key`) }));
}

const otherDigest = (statement: string) => statement.replace(/[0-9a-f]{64}/, 'a'.repeat(64));
const take = (from: string, file: string) => (into: string) =>
  cpSync(path.join(folder(from), file), path.join(into, file));
const change = (file: string) => (into: string) => writeFileSync(path.join(into, file), flipped(bytes('one', file)));

test.each<[string, (into: string) => void, RegExp[]]>([
  ['a byte of a chart', change(chart), [/^differs .*bkg-production-1\.2\.3\.tgz$/]],
  ['a byte of a tree', change('bkg-dev-1.2.3-tree.tar.gz'), [/^differs .*bkg-dev-1\.2\.3-tree\.tar\.gz$/]],
  ['a byte of a script', change('bkg-dev-1.2.3-install.sh'), [/^differs .*bkg-dev-1\.2\.3-install\.sh$/]],
  [
    'a digest of the registry',
    (into) => {
      const file = 'bkg-dev-1.2.3-tree.manifest.json';
      writeFileSync(path.join(into, file), text(file).replace(/"digest":"sha256:./, '"digest":"sha256:_'));
    },
    [/^differs .*bkg-dev-1\.2\.3-tree\.manifest\.json$/],
  ],
  ['a file more', (into) => writeFileSync(path.join(into, 'more.sh'), 'rm -rf /\n'), [/^unknown .*more\.sh$/]],
  [
    'a file more, called as metadata of a tree is',
    (into) => {
      mkdirSync(path.join(into, 'dev'));
      writeFileSync(path.join(into, 'dev/hydrator.metadata'), '{}\n');
    },
    [/^unknown .*\/dev$/, /^unknown .*dev\/hydrator\.metadata$/],
  ],
  ['a file less', (into) => rmSync(path.join(into, 'images.cdx.json')), [/^missing .*images\.cdx\.json$/]],
  [
    'a link in the place of a file',
    (into) => {
      rmSync(path.join(into, chart));
      symlinkSync(path.join(folder('one'), chart), path.join(into, chart));
    },
    [/^differs .*bkg-production-1\.2\.3\.tgz$/],
  ],
  [
    'two charts with each other’s name',
    (into) => {
      cpSync(path.join(folder('one'), chart), path.join(into, 'bkg-dev-1.2.3.tgz'));
      cpSync(path.join(folder('one'), 'bkg-dev-1.2.3.tgz'), path.join(into, chart));
    },
    [/^differs .*bkg-dev-1\.2\.3\.tgz$/, /^differs .*bkg-production-1\.2\.3\.tgz$/],
  ],
  ['the SBOM of another version', take('later', 'sbom.cdx.json'), [/^differs .*sbom\.cdx\.json$/]],
  ['the bill of images of another version', take('later', 'images.cdx.json'), [/^differs .*images\.cdx\.json$/]],
  [
    'a digest in the statement',
    (into) => writeFileSync(path.join(into, statementFile), otherDigest(text(statementFile))),
    [/provenance\.sigstore:1 {2}signs another statement/],
  ],
  [
    'a digest in statement and bundle',
    (into) => forge(into, otherDigest),
    [/sigstore:1 {2}is not signed with this key/],
  ],
  [
    'a file left out of statement and bundle',
    (into) => forge(into, (statement) => statement.replace(/,\s*\{\s*"name": "sbom.spdx.json",[^}]*\}\s*\}/, '')),
    [/sigstore:1 {2}is not signed with this key/],
  ],
  [
    'the signature of somebody else',
    (into) => sign(into, text(statementFile), 'theirs'),
    [/sigstore:1 {2}is not signed with this key/],
  ],
  ['the bundle of another version', take('later', bundleFile), [/sigstore:1 {2}signs another statement/]],
  [
    'statement and bundle of another version',
    (into) => [statementFile, bundleFile].forEach((file) => take('later', file)(into)),
    [
      /intoto:1 {2}is about release 1\.2\.4, not 1\.2\.3/,
      /^missing .*bkg-dev-1\.2\.4\.tgz$/,
      /^unknown .*bkg-dev-1\.2\.3\.tgz$/,
    ],
  ],
  [
    'another version as a whole',
    (into) => {
      rmSync(into, { recursive: true });
      cpSync(folder('later'), into, { recursive: true });
    },
    [/intoto:1 {2}is about release 1\.2\.4, not 1\.2\.3/],
  ],
  [
    'a statement about a tree, which we have signed',
    (into) => sign(into, text(statementFile).replace('/release/v1', '/render/v1'), 'ours'),
    [/intoto:1 {2}is signed, and is about no release/],
  ],
  [
    'a statement of another kind, which we have signed',
    (into) => sign(into, text(statementFile).replace('slsa.dev/provenance/v1', 'example.org/v1'), 'ours'),
    [/intoto:1 {2}is signed, and is about no release/],
  ],
  ['no statement', (into) => rmSync(path.join(into, statementFile)), [/intoto:1 {2}is missing/]],
  ['no bundle', (into) => rmSync(path.join(into, bundleFile)), [/sigstore:1 {2}is missing; nobody has signed/]],
  [
    'a bundle that is none',
    (into) => writeFileSync(path.join(into, bundleFile), '{}'),
    [/sigstore:1 {2}is no Sigstore bundle/],
  ],
  [
    'a statement under another name',
    (into) => renameSync(path.join(into, statementFile), path.join(into, 'statement.json')),
    [/intoto:1 {2}is missing/],
  ],
])('%s is refused', (name, tamper, messages) => {
  const into = folder(`tampered-${name}`);
  cpSync(folder('one'), into, { recursive: true });
  tamper(into);
  const trust = { key: publicKey(readFileSync(pubFile, 'utf8')) };
  const { exitCode, lines, problems = [] } = verifyRelease({ release: into, version: '1.2.3', trust, format: 'text' });
  const said = [...lines, ...problems.map(({ file, line, message }) => `${file}:${line}  ${message}`)];
  const bad = said.filter((line) => /^differs|^missing|^unknown|:1 {2}/.test(line));
  expect(exitCode).toBe(1);
  for (const message of messages) expect(bad).toContainEqual(expect.stringMatching(message));
  if (!messages.some(({ source: pattern }) => pattern.includes('1\\.2\\.4'))) expect(bad).toHaveLength(messages.length);
});

test.each([
  ['nowhere', () => folder('nowhere')],
  ['a file', () => path.join(folder('one'), chart)],
])('a release that is %s', (_, place) => {
  const err = `there is no folder '${place()}'; --release names the release to verify\n`;
  expect(bkg(['verify', '--release', place(), '--key', pubFile])).toEqual({ code: 2, out: '', err });
});

test('somebody else’s key is refused', () => {
  expect(later.code).toBe(0);
  const ran = bkg(['verify', '--release', folder('one'), '--key', folder('theirs/cosign.pub')]);
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(/ is not signed by the key SHA256:\S+\n$/);
  expect(ran.err).toContain('provenance.sigstore:1  is not signed with this key  [delivery/provenance]');
});

test('a dry run takes nothing but this machine', () => {
  const out = folder('dry');
  const ran = bkg(['release', '--version', '1.2.3', '--dry-run', '--out', out], { COSIGN_PRIVATE_KEY: '' }, here);
  expect(ran.code).toBe(0);
  expect(ran.err).toBe(`dry run: signed with a key that is gone, but for ${out}/dry-run.pub\n`);
  expect(ran.out.match(/^127\.0\.0\.1:\d+\/\S+@sha256:[0-9a-f]{64}$/gm)).toHaveLength(6);
  expect(bkg(['verify', '--release', out, '--key', path.join(out, 'dry-run.pub')]).code).toBe(0);
  expect(readdirSync(path.join(ROOT)).includes('cosign.key')).toBe(false);
});
