import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import { type Identity, isTrustedRoot, trustProblem } from '../../../../pipeline/publish/provenance/trust';
import { ROOT } from '../../../support/environments';

const statement = '{"_type":"https://in-toto.io/Statement/v1"}';
const [identity, issuer] = ['https://example.org/release.yaml@refs/tags/v1.2.3', 'https://issuer.example.org'];
const script = path.join(ROOT, 'test/support/sigstore.mjs');
const made = spawnSync(process.execPath, [script, statement, identity, issuer], { encoding: 'utf8' });
if (made.status !== 0) throw new Error(made.stderr);
const { trustedRoot = '', bundle = '', ...foreign } = JSON.parse(made.stdout) as Record<string, string>;
const trust: Identity = { identity, issuer, trustedRoot };

test('an identity has signed what it has signed', () => {
  expect(trustProblem(bundle, statement, trust)).toBeUndefined();
  expect(trustProblem(bundle, `${statement} `, trust)).toBe('signs another statement');
});

test.each<[string, Partial<Identity>, string]>([
  ['another identity', { identity: `${identity}.4` }, `is signed by ${identity}, not by ${identity}.4`],
  ['a pattern', { identity: '.*' }, `is signed by ${identity}, not by .*`],
  ['a beginning', { identity: identity.slice(0, -1) }, `not by ${identity.slice(0, -1)}`],
  ['another issuer', { issuer: 'https://other.example.org' }, 'not https://other.example.org'],
])('%s is refused', (_, changes, message) => {
  expect(trustProblem(bundle, statement, { ...trust, ...changes })).toContain(message);
});

test.each([
  ...Object.entries(foreign),
  ['a changed signature', bundle.replace(/"sig":".{20}/, '"sig":"MEUCIQDAAAAAAAAAAAAA')],
  ['a certificate that is none', bundle.replace(/"rawBytes":".{40}/, '"rawBytes":"AAAA')],
  ['no log entry', bundle.replace(/"tlogEntries":\[.*?\}\]\}?(?=,"dsse)/, '"tlogEntries":[]}')],
])('%s is refused: nobody vouches for it', (_, other) => {
  expect(other).not.toBe(bundle);
  expect(trustProblem(other, statement, trust)).toMatch(/^is signed by nobody that the trusted root vouches for \(/);
});

test.each([
  ['what Sigstore calls one', trustedRoot, true],
  ['a text', 'root', false],
  ['an empty object', '{"certificateAuthorities":[{}]}', false],
])('%s as trusted root: %#', (_, text, isOne) => {
  expect(isTrustedRoot(text)).toBe(isOne);
});

test('a key is no identity, and an identity no key', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  expect(trustProblem(bundle, statement, { key: publicKey })).toBe('is not signed with this key');
});
