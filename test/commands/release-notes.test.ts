import { generateKeyPairSync } from 'node:crypto';
import { releaseNotes } from '../../commands/release-notes';
import type { Trust } from '../../pipeline/publish/provenance/trust';
import { temporaryFolder } from '../support/folders';
import { git } from '../support/repository';

const repository = temporaryFolder();
git(repository, 'init', '--quiet');

const nothing = {
  artifacts: [],
  releases: [],
  rendered: [],
  uses: [{ image: 'one:1', environment: 'dev', component: 'a' }],
};
const notes = (trust: Trust, since?: string) =>
  releaseNotes({ version: '1.2.3', to: 'gitops', repository, since, trust }, nothing, []);
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

test.each<[string, Trust, string]>([
  ['a key', { key: publicKey }, 'verify --release DIR --version 1.2.3 --key cosign.pub\n'],
  [
    'an identity',
    { identity: 'https://example.org/a', issuer: 'https://example.org', trustedRoot: '{}' },
    '--certificate-identity https://example.org/a --certificate-oidc-issuer https://example.org REGISTRY/NAME@DIGEST\n',
  ],
])('the notes of a first release, signed by %s', (_, trust, command) => {
  const text = notes(trust);
  expect(text).toMatch(/^# 1\.2\.3\n\nThe first release: /);
  expect(text).toContain('| `one:1` | dev/a |');
  expect(text).toContain(command);
});

test('a release before that there is not', () => {
  expect(() => notes({ key: publicKey }, 'v1.2.2')).toThrow(/^--since v1\.2\.2: /);
});
