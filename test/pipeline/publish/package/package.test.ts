import { load } from 'js-yaml';
import { archive } from '../../../../pipeline/publish/package/archive';
import { artifactsOf } from '../../../../pipeline/publish/package/artifacts';
import { billOfImages } from '../../../../pipeline/publish/package/bill-of-images';
import { chartFiles } from '../../../../pipeline/publish/package/chart';
import { imageLayout } from '../../../../pipeline/publish/package/image-layout';
import { helmfile, installScript } from '../../../../pipeline/publish/package/install';
import { isVersion, type Release } from '../../../../pipeline/publish/package/release';

const file = (path: string) => ({
  path,
  text: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  annotations:\n    a: b\n',
});
const files = ['first/plain', 'first/kept', 'second/kept', 'engine/kept'].map((name) => file(`test/${name}.yaml`));
const release: Release = {
  name: 'platform-test',
  environment: 'test',
  version: '1.2.3',
  kubernetes: '1.35',
  steps: [
    { component: 'first', dependsOn: [], timeoutMinutes: 15, jobsEnd: true },
    { component: 'second', dependsOn: ['first'], timeoutMinutes: 35, jobsEnd: false },
  ],
  files: [...files, { path: 'test/first/kustomization.yaml', text: 'resources: []\n' }],
  kept: ['test/first/kept.yaml', 'test/second/kept.yaml', 'test/engine/kept.yaml'],
  check: { namespace: 'checks', name: 'check-1' },
};
const chart = (name: string) => chartFiles(release).find(({ path }) => path === `platform-test/${name}`)?.text ?? '';

test('an archive does not depend on the order that files are found in', () => {
  const files = ['b/a.yaml', 'a/b.yaml', 'a.yaml', 'a-b/c.yaml'].map((path) => ({ path, text: `${path}\n` }));
  const packed = Buffer.from(archive(files));
  expect(Buffer.from(archive([...files].reverse())).equals(packed)).toBe(true);
  // RFC 1952, 2.3: no name and no comment (FLG), no time (MTIME).
  expect([...packed.subarray(0, 8)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
});

test('an artifact is its files alone: neither their order nor the version is in its digest', () => {
  const files = ['b.yaml', 'a/b.yaml'].map((path) => ({ path, text: `${path}\n` }));
  const { digest, content } = imageLayout(files, '1.2.3');
  expect(imageLayout([...files].reverse(), '1.2.3+b')).toMatchObject({ digest });
  expect(imageLayout([files[0]!], '1.2.3').digest).not.toBe(digest);
  expect(Buffer.from(content).includes('"org.opencontainers.image.ref.name":"1.2.3"')).toBe(true);
});

test('what an engine is told is not in what it reads: that names its digest', () => {
  const root = { path: 'test/kustomization.yaml', text: 'resources: [first, second]\n' };
  const digestOf = (files: Release['files']) =>
    artifactsOf({ ...release, files }).find(({ file }) => file === 'platform-test-1.2.3-oci.tar')?.digest;
  const digest = digestOf([root, ...release.files]);
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  const isOfEngine = ({ path }: { path: string }) => path.startsWith('test/engine/');
  expect(digestOf([root, ...release.files.filter((one) => !isOfEngine(one))])).toBe(digest);
  expect(digestOf(release.files)).not.toBe(digest);
});

test('a path that not every program could read is a mistake of ours', () => {
  expect(() => archive([{ path: `${'a'.repeat(200)}.yaml`, text: '' }])).toThrow('does not fit into a header of ustar');
});

// The examples of https://semver.org, "Is there a suggested regular expression".
test.each([
  ['0.0.4', true],
  ['1.1.2-prerelease+meta', true],
  ['1.0.0-0A.is.legal', true],
  ['1.2.3----RC-SNAPSHOT.12.9.1--.12', true],
  ['1.0.0+0.build.1-rc.10000aaa-kk-0.1', true],
  ['1.2', false],
  ['v1.2.3', false],
  ['01.1.1', false],
  ['1.2.3.DEV', false],
  ['1.2.3-0123', false],
  ['1.0.0-alpha..1', false],
  ['1.0.0-alpha_beta', false],
  ['9.8.7+meta+meta', false],
  ['1.2.3-', false],
  ['', false],
])('%j is a version: %s', (text, isOne) => {
  expect(isVersion(text)).toBe(isOne);
});

test('a chart holds the files of components, and says which of them stay', () => {
  const paths = chartFiles(release).map(({ path }) => path);
  expect(paths.filter((path) => path.includes('/files/')).sort()).toEqual([
    'platform-test/files/first/kept.yaml',
    'platform-test/files/first/kustomization.yaml',
    'platform-test/files/first/plain.yaml',
    'platform-test/files/second/kept.yaml',
  ]);
  expect(chart('kept.txt')).toBe('files/first/kept.yaml\nfiles/second/kept.yaml\n');
  expect(JSON.parse(chart('values.schema.json')).properties.component).toEqual({ enum: ['first', 'second'] });
  expect(load(chart('Chart.yaml'))).toMatchObject({ version: '1.2.3', kubeVersion: '>=1.35.0-0' });
});

test('the template must find the annotations of what stays', () => {
  const odd = { path: 'test/first/kept.yaml', text: 'metadata: {}\n' };
  expect(() => chartFiles({ ...release, files: [odd] })).toThrow('the annotations of test/first/kept.yaml are not');
});

test('notes name the check, where there is one', () => {
  expect(chart('templates/NOTES.txt')).toContain('kubectl --namespace checks logs job/check-1');
  const without = chartFiles({ ...release, check: undefined });
  expect(without.find(({ path }) => path.endsWith('NOTES.txt'))?.text).not.toContain('kubectl');
});

test('components follow each other, and nobody waits for a Job that does not run', () => {
  expect(installScript(release).split('\n').slice(-3)).toEqual([
    'step first 15 --wait-for-jobs "$@"',
    'step second 35 "$@"',
    '',
  ]);
  expect(load(helmfile(release))).toMatchObject({
    helmDefaults: { wait: true },
    releases: [
      { name: 'first', chart: './platform-test-1.2.3.tgz', timeout: 900, waitForJobs: true },
      {
        name: 'second',
        namespace: 'platform-test',
        needs: ['platform-test/first'],
        waitForJobs: false,
        values: [{ component: 'second' }],
      },
    ],
  });
});

test('a bill of images says where each of them runs, whatever the order', () => {
  const digest = `sha256:${'1'.repeat(64)}`;
  const uses = [
    { image: `registry.example:5000/Team/web:1.2@${digest}`, environment: 'test', component: 'web' },
    { image: 'registry.example/plain', environment: 'test', component: 'web' },
    { image: 'registry.example/plain', environment: 'other', component: 'web' },
    { image: 'registry.example/plain', environment: 'test', component: 'web' },
  ];
  const bill = billOfImages('platform', '1.2.3', uses);
  expect(billOfImages('platform', '1.2.3', [...uses].reverse())).toBe(bill);
  const { components, serialNumber } = JSON.parse(bill);
  expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(JSON.parse(billOfImages('platform', '1.2.4', uses)).serialNumber).not.toBe(serialNumber);
  expect(components).toMatchObject([
    { version: 'latest', properties: [{ value: 'other/web' }, { value: 'test/web' }] },
    {
      name: 'registry.example:5000/Team/web',
      version: '1.2',
      purl: `pkg:oci/web@sha256%3A${'1'.repeat(64)}?repository_url=registry.example:5000/Team/web&tag=1.2`,
    },
  ]);
  expect(components[0].purl).toBe('pkg:oci/plain?repository_url=registry.example/plain');
});
