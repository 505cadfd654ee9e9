import { at } from '../../kubernetes/access';
import { engineCommands } from '../../scripts/import/restore-page/delivery';
import { manifest, manifests } from '../support/environments';
import { variants } from '../support/variants';

const keys = variants['registry-keys'].env;
const identity = variants['registry-identity'].env;

test('Flux takes one identity and none that only looks like it', () => {
  const { spec } = manifest(identity, 'flux', 'OCIRepository', 'bkg-dev');
  const fits = (field: string, text: string) =>
    new RegExp(String(at(spec, ['verify', 'matchOIDCIdentity', 0, field]))).test(text);
  const issuer = 'https://token.actions.githubusercontent.com';
  const subject = 'https://github.com/o/r/.github/workflows/build-release.yaml@refs/tags/v1.2.3+b';
  expect([fits('issuer', issuer), fits('subject', subject)]).toEqual([true, true]);
  for (const other of [`${issuer}.evil.example`, `https://evil.example/${issuer}`, issuer.replace('.', 'x')])
    expect([other, fits('issuer', other)]).toEqual([other, false]);
  for (const other of [
    `${subject}-rc`,
    `x${subject}`,
    `${subject}\nx`,
    subject.replace('build-release.yaml', 'build-releasexyaml'),
    subject.replace('+b', 'b'),
    subject.replace('3+b', '33b'),
  ])
    expect([other, fits('subject', other)]).toEqual([other, false]);
});

test('keys are where Flux looks for them', () => {
  const { stringData } = manifest(keys, 'flux', 'Secret', 'bkg-staging-signers') as { stringData?: object };
  expect(Object.keys(stringData ?? {})).toEqual(['release-1.pub', 'release-2.pub']);
});

test('both engines read the same artifact, by its digest', () => {
  const { spec: flux } = manifest(keys, 'flux', 'OCIRepository', 'bkg-staging');
  const { spec: argo } = manifest(keys, 'argocd', 'Application', 'bkg-staging');
  expect([at(argo, ['source', 'repoURL']), at(argo, ['source', 'targetRevision'])]).toEqual([
    at(flux, ['url']),
    at(flux, ['ref', 'digest']),
  ]);
});

// It would take back the digest that was just applied: the artifact is older than what names it.
test('nothing keeps the folder of an engine current from the artifact', () => {
  const paths = manifests(keys, 'flux').flatMap(({ spec }) => at(spec, ['path']) ?? []);
  expect(paths).toContain('./platform');
  expect(paths).not.toContain('./flux');
  const { before, watch, after } = engineCommands(keys);
  expect([...before, ...watch, ...after].filter((command) => command.includes('suspend'))).toEqual([]);
  expect(after).toContain('kubectl apply -k gitops/staging/flux');
});
