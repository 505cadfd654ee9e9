import { generateKeyPairSync, randomBytes, scryptSync } from 'node:crypto';
import nacl from 'tweetnacl';
import { type Evidence, judge } from '../../../../pipeline/publish/provenance/judge';
import { privateKey, publicKey } from '../../../../pipeline/publish/provenance/keys';
import { signatureProblem, signStatement } from '../../../../pipeline/publish/provenance/sign';
import { statementOf } from '../../../../pipeline/publish/provenance/statement';

const files = [
  { path: 'dev/web/b.yaml', text: 'b\n' },
  { path: 'dev/web/a.yaml', text: 'a\n' },
  { path: 'staging/web/a.yaml', text: 'c\n' },
];
const inputs = [{ path: 'package-lock.json', text: '{}' }];
const sourceCommit = 'a'.repeat(40);
const names = { buildType: 'https://example.org/render/v1', builder: 'https://example.org/publish/v1' };
const hydrated = [{ path: 'dev/hydrator.metadata', text: '{"drySha":"a"}' }];
const origin = { ...names, tree: 'gitops', files, hydrated, sourceCommit, inputs };
const text = JSON.stringify(statementOf(origin));

const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const pem = (key: typeof pair.publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();

/** What `cosign generate-key-pair` writes. */
function cosignKey(password: string): string {
  const [salt, nonce] = [randomBytes(32), randomBytes(24)];
  const [N, r, p] = [2 ** 14, 8, 1];
  const key = scryptSync(password, salt, 32, { N, r, p });
  const der = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const sealed = nacl.secretbox(new Uint8Array(der), new Uint8Array(nonce), new Uint8Array(key));
  const json = JSON.stringify({
    kdf: { name: 'scrypt', params: { N, r, p }, salt: salt.toString('base64') },
    cipher: { name: 'nacl/secretbox', nonce: nonce.toString('base64') },
    ciphertext: Buffer.from(sealed).toString('base64'),
  });
  const name = 'ENCRYPTED SIGSTORE PRIVATE KEY';
  return `-----BEGIN ${name}-----\n${Buffer.from(json).toString('base64')}\n-----END ${name}-----\n`;
}

test('the same source makes the same statement, whatever the order of files', () => {
  expect(statementOf({ ...origin, files: [...files].reverse() })).toEqual(statementOf(origin));
  expect(statementOf(origin).subject.map(({ name }) => name)).toEqual([
    'gitops/dev',
    'gitops/staging',
    'gitops/dev/hydrator.metadata',
  ]);
  expect(statementOf(origin).predicate).toMatchObject({
    buildDefinition: { buildType: names.buildType },
    runDetails: { builder: { id: names.builder } },
  });
});

test('a release is about the same folders, and about what was made of them', () => {
  const made = { name: 'images.json', digest: { sha256: 'c'.repeat(64) } };
  const { subject, predicate } = statementOf({ ...origin, release: { version: '1.2.3', files: [made] } });
  expect(subject).toEqual([...statementOf(origin).subject, made]);
  expect(predicate.buildDefinition.externalParameters).toEqual({ environments: ['dev', 'staging'], version: '1.2.3' });
});

test('dirHash is what sha256sum makes of the folder', () => {
  // printf 'a\n' >web/a.yaml; printf 'b\n' >web/b.yaml; sha256sum web/a.yaml web/b.yaml | sha256sum
  expect(statementOf(origin).subject[0]?.digest).toEqual({
    dirHash: '1954b202015795970e88c4b62fb34723e97ad023421e6c2b0111a73bba3351b7',
  });
});

test.each([
  ['an encrypted cosign key', () => privateKey(cosignKey('secret'), 'secret')],
  ['a plain key', () => privateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), '')],
])('%s signs what its public half verifies', (_, read) => {
  const bundle = signStatement(text, read());
  expect(signatureProblem(bundle, text, publicKey(pem(pair.publicKey)))).toBeUndefined();
  expect(signatureProblem(bundle, text, other.publicKey)).toBe('is not signed with this key');
  expect(signatureProblem(bundle, `${text} `, pair.publicKey)).toBe('signs another statement');
  const forged = bundle.replace(/"sig":"....../, '"sig":"AAAAAA');
  expect(signatureProblem(forged, text, pair.publicKey)).toBe('is not signed with this key');
  expect(signatureProblem('{}', text, pair.publicKey)).toBe('is no Sigstore bundle with a DSSE envelope');
});

test.each([
  ['a wrong password', () => privateKey(cosignKey('secret'), 'guess'), /is no private key that this password opens/],
  ['a text', () => privateKey('secret', ''), /is no private key/],
  ['a private key for a public one', () => publicKey(cosignKey('secret')), /only its public half/],
  ['another curve', () => publicKey(pem(generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey)), /P-256/],
])('%s is refused', (_, read, message) => {
  expect(read).toThrow(message);
});

const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  stored: { statement: text, bundle: signStatement(text, pair.privateKey) },
  tree: 'gitops',
  files,
  hydrated,
  inputsAt: () => inputs,
  key: pair.publicKey,
  ...changes,
});

/** What was written before the metadata of environments was part of it. */
const earlier = JSON.stringify(statementOf({ ...origin, hydrated: [] }));

test('signed, about this tree, and true', () => {
  expect(judge(evidence())).toEqual({ state: 'current', sourceCommit, signature: 'valid', problems: [] });
  expect(judge(evidence({ key: undefined }))).toMatchObject({ signature: 'unchecked', problems: [] });
  expect(judge(evidence({ inputsAt: () => undefined }))).toMatchObject({ problems: [] });
  expect(judge(evidence({ stored: {}, key: undefined }))).toMatchObject({ state: 'none', problems: [] });
  const unsigned = { stored: { statement: earlier }, key: undefined };
  expect(judge(evidence(unsigned))).toMatchObject({ state: 'current', problems: [] });
  expect(judge(evidence({ files: files.slice(2), hydrated: [], key: undefined }))).toMatchObject({
    state: 'earlier',
    problems: [],
  });
});

const edited = { path: 'dev/hydrator.metadata', text: '{"drySha":"b"}' };
const added = { path: 'staging/hydrator.metadata', text: '{}' };

test.each<[string, Partial<Evidence>, RegExp]>([
  ['no statement', { stored: {} }, /is missing/],
  ['no statement of ours', { stored: { statement: 'null' }, key: undefined }, /is no provenance of ours/],
  ['a file that was changed', { files: files.slice(1) }, /is about an earlier tree/],
  [
    'inputs of another commit',
    { inputsAt: () => [], key: undefined },
    /names inputs that commit aaaaaaaaaaaa does not hold/,
  ],
  ['no signature', { stored: { statement: text } }, /is missing/],
  ['the signature of somebody else', { key: other.publicKey }, /is not signed with this key/],
  ['metadata that somebody changed', { hydrated: [edited], key: undefined }, /^dev\/.*is not what the statement says/],
  ['metadata that somebody added', { hydrated: [...hydrated, added] }, /^staging\/.*is not what the statement says/],
  ['metadata that somebody removed', { hydrated: [] }, /^dev\/hydrator.metadata is missing, and the statement is/],
  [
    'a statement that says nothing of it',
    { stored: { statement: earlier, bundle: signStatement(earlier, pair.privateKey) } },
    /^provenance.intoto says nothing of hydrator.metadata, as those of earlier versions/,
  ],
])('%s is a problem', (_, changes, message) => {
  const { problems } = judge(evidence(changes));
  expect(problems).toHaveLength(1);
  expect(`${problems[0]?.file} ${problems[0]?.message}`).toMatch(message);
});
