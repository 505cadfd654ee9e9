import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { extract } from 'tar';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { snapshot, temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();
const folder = (name: string) => path.join(temporary, name);

/** Runs `package` with all of these being different: the time zone, the language, and what files may be read by others. */
function packageElsewhere(out: string, umask: number, env: Record<string, string>) {
  const before = process.umask(umask);
  try {
    return bkg(['package', '--version', '1.2.3', '--out', out], env);
  } finally {
    process.umask(before);
  }
}

const ran = packageElsewhere(folder('one'), 0o022, { TZ: 'UTC', LC_ALL: 'C' });

function unpacked(name: string): Record<string, string> {
  const cwd = folder(`of-${name}`);
  mkdirSync(cwd, { recursive: true });
  extract({ file: path.join(folder('one'), name), cwd, sync: true });
  return snapshot(cwd);
}

function published(environment: string): Record<string, string> {
  const files = Object.entries(snapshot(path.join(ROOT, 'gitops', environment)));
  return Object.fromEntries(files.filter(([file]) => file !== 'hydrator.metadata'));
}

test('five files for each environment and two for all, with their digests', () => {
  expect(ran.code).toBe(0);
  expect(ran.err.trimEnd().split('\n')).toEqual(
    ['dev', 'production', 'staging'].map((environment) =>
      expect.stringMatching(
        new RegExp(`^bkg-${environment}-1\\.2\\.3-oci\\.tar is sha256:[0-9a-f]{64} in a registry$`),
      ),
    ),
  );
  const lines = ran.out.trimEnd().split('\n');
  expect(lines).toHaveLength(17);
  const file = /^[0-9a-f]{64} {2}\S+\/one\/(bkg-(dev|staging|production|terraform)-1\.2\.3\S+|images\.cdx\.json)$/;
  for (const line of lines) expect(line).toMatch(file);
});

test('the bill of images is what CycloneDX says, and has what the tree says', async () => {
  const text = readFileSync(path.join(folder('one'), 'images.cdx.json'), 'utf8');
  expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
  const { components } = JSON.parse(text) as { components: { 'bom-ref': string; properties: { value: string }[] }[] };
  const found = ['dev', 'staging', 'production'].flatMap((environment) =>
    Object.entries(published(environment)).flatMap(([file, content]) =>
      [...content.matchAll(/^ *(?:- )?(?:image|imageName): "?([^\s"]+@sha256:[0-9a-f]{64})/gm)].map(
        ([, image]) => `${environment}/${file.split('/')[0]} ${image}`,
      ),
    ),
  );
  const said = components.flatMap((one) => one.properties.map(({ value }) => `${value} ${one['bom-ref']}`));
  expect(said.length).toBeGreaterThan(50);
  expect([...said].sort()).toEqual([...new Set(found)].sort());
});

test('the same bytes on another machine', () => {
  expect(packageElsewhere(folder('two'), 0o077, { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8' }).code).toBe(0);
  const [one, two] = ['one', 'two'].map(folder) as [string, string];
  expect(readdirSync(two)).toEqual(readdirSync(one));
  for (const file of readdirSync(one))
    expect(readFileSync(path.join(two, file)).equals(readFileSync(path.join(one, file)))).toBe(true);
});

test.each(['dev', 'staging', 'production'])('every file of %s is in its packages unchanged', (environment) => {
  const tree = published(environment);
  expect(unpacked(`bkg-${environment}-1.2.3-tree.tar.gz`)).toEqual(tree);
  const prefix = `bkg-${environment}/files/`;
  const chart = Object.entries(unpacked(`bkg-${environment}-1.2.3.tgz`)).filter(([file]) => file.startsWith(prefix));
  const components = Object.entries(tree).filter(([file]) => /^(?!argocd\/|flux\/)[^/]+\//.test(file));
  expect(components.length).toBeGreaterThan(100);
  expect(Object.fromEntries(chart.map(([file, text]) => [file.slice(prefix.length), text]))).toEqual(
    Object.fromEntries(components),
  );
});

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

test.each(['dev', 'staging', 'production'])(
  'the artifact of %s is an image layout of its components',
  (environment) => {
    const name = `bkg-${environment}-1.2.3-oci.tar`;
    const files = unpacked(name);
    const blob = ({ digest, size }: Descriptor): Buffer => {
      const content = readFileSync(path.join(folder(`of-${name}`), 'blobs', digest.replace(':', '/')));
      expect([`sha256:${createHash('sha256').update(content).digest('hex')}`, content.length]).toEqual([digest, size]);
      return content;
    };
    expect(files['oci-layout']).toBe('{"imageLayoutVersion":"1.0.0"}');
    const { manifests } = JSON.parse(files['index.json'] ?? '') as { manifests: Descriptor[] };
    expect(manifests).toHaveLength(1);
    expect(ran.err).toContain(`${name} is ${manifests[0]?.digest} in a registry\n`);
    const manifest = JSON.parse(blob(manifests[0]!).toString()) as { config: Descriptor; layers: Descriptor[] };
    expect(blob(manifest.config).toString()).toBe('{}');
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual(['application/vnd.oci.image.layer.v1.tar+gzip']);
    expect(Object.keys(files)).toHaveLength(5);
    const cwd = folder(`layer-${environment}`);
    mkdirSync(cwd);
    writeFileSync(`${cwd}.tar.gz`, blob(manifest.layers[0]!));
    extract({ file: `${cwd}.tar.gz`, cwd, sync: true });
    const tree = Object.entries(published(environment)).filter(([file]) => !/^(argocd|flux)\//.test(file));
    expect(snapshot(cwd)).toEqual(Object.fromEntries(tree));
  },
);

test('the archive of the modules has what is in Git of them, without their tests, and the catalogue that one reads', () => {
  const { stdout } = spawnSync('git', ['ls-files', 'deploy/terraform/modules'], { cwd: ROOT, encoding: 'utf8' });
  const files = stdout.trimEnd().split('\n');
  const wanted = [...files.filter((file) => !file.includes('/tests/')), 'deploy/operators.yaml'].map((file) => [
    file.replace(/^deploy\/(terraform\/modules\/)?/, ''),
    readFileSync(path.join(ROOT, file), 'utf8'),
  ]);
  expect(wanted.length).toBeGreaterThan(20);
  expect(unpacked('bkg-terraform-1.2.3.tar.gz')).toEqual(Object.fromEntries(wanted));
});

test('a tree that is not what its source renders is not packaged', () => {
  const tree = folder('tree');
  cpSync(path.join(ROOT, 'gitops'), tree, { recursive: true });
  const file = path.join(tree, 'dev/platform/kustomization.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}# one more\n`);
  const { code, out, err } = bkg(['package', '--version', '1.2.3', '--to', tree, '--out', folder('none')]);
  expect({ code, out }).toEqual({ code: 1, out: `differs  ${file}\n` });
  expect(err).toContain('nothing was packaged\n');
  expect(existsSync(folder('none'))).toBe(false);
});

test.each([
  [[], 'package wants a version, such as: package --version 1.2.3'],
  [['--version', 'v1.2.3'], "--version wants a version such as 1.2.3 or 1.2.3-rc.1, not 'v1.2.3'"],
  [['--version', '1.2.3', '--out', 'gitops'], '--out gitops: only publish writes gitops; choose another folder'],
  [['--version', '1.2.3', '--out', 'docs/x'], '--out docs/x: docs is not for rendered files; choose another folder'],
  [['--version', '1.2.3', '--env', 'pord'], "there is no environment 'pord' in 'environments'"],
])('package %j is wrong usage', (args, message) => {
  const wrong = bkg(['package', ...args]);
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toContain(message);
});
