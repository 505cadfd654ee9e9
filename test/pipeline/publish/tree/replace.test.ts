import fs, {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { listEntries } from '../../../../pipeline/publish/tree/entries';
import { kustomizations } from '../../../../pipeline/publish/tree/kustomization';
import { layOut, type TreeObject } from '../../../../pipeline/publish/tree/layout';
import { replaceTree } from '../../../../pipeline/publish/tree/replace';
import { leftovers } from '../../../../pipeline/publish/tree/write';
import { snapshot, temporaryFolder } from '../../../support/folders';

const temporary = temporaryFolder();
let root = '';
let count = 0;

beforeEach(() => {
  root = path.join(temporary, String(count++), 'gitops');
});

const object = (kind: string, name: string): TreeObject => ({ apiVersion: 'v1', kind, metadata: { name } });

/** The published files of an environment with one component, `web`, that has these objects. */
function files(environment: string, ...manifests: TreeObject[]) {
  const folders = [{ name: 'web', source: 'charts/web.ts', reconciled: true, manifests }];
  const rendered = layOut(environment, folders);
  return [...rendered.map(({ path, text }) => ({ path, text })), ...kustomizations(environment, folders, rendered)];
}

const one = files('dev', object('Service', 'web'));
const two = files('dev', object('Service', 'web'), object('ConfigMap', 'web'));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

test('what an earlier publish wrote goes, with its folder; nothing to change is nothing written', () => {
  expect(replaceTree(root, [...two, ...files('staging', object('Service', 'web'))])).toMatchObject({ removed: [] });
  const before = statSync(path.join(root, 'dev/web/service-web.yaml'));
  expect(replaceTree(root, one)).toEqual({
    changed: ['dev/web/kustomization.yaml'],
    removed: [
      'dev/web/configmap-web.yaml',
      'staging/kustomization.yaml',
      'staging/web/kustomization.yaml',
      'staging/web/service-web.yaml',
    ],
    foreign: [],
  });
  expect(readdirSync(root)).toEqual(['dev']);
  const after = statSync(path.join(root, 'dev/web/service-web.yaml'));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  const inode = statSync(root).ino;
  expect(replaceTree(root, one)).toEqual({ changed: [], removed: [], foreign: [] });
  expect(statSync(root).ino).toBe(inode);
  expect(readdirSync(path.dirname(root))).toEqual(['gitops']);
});

test('files of somebody else stay, copies of ours among them', () => {
  replaceTree(root, two);
  const copy = readFileSync(path.join(root, 'dev/web/configmap-web.yaml'), 'utf8');
  write('NOTES.md', 'mine');
  write('dev/web/my-copy.yaml', copy);
  write('dev/other/kustomization.yaml', readFileSync(path.join(root, 'dev/web/kustomization.yaml'), 'utf8'));
  write('dev/other/configmap-web.yaml', copy);
  write('test/kustomization.yaml', readFileSync(path.join(root, 'dev/kustomization.yaml'), 'utf8'));
  mkdirSync(path.join(root, 'empty'));
  symlinkSync('/etc', path.join(root, 'link'));
  const foreign = [
    'NOTES.md',
    'dev/other/configmap-web.yaml',
    'dev/other/kustomization.yaml',
    'dev/web/my-copy.yaml',
    'link',
    'test/kustomization.yaml',
  ];
  expect(replaceTree(root, one)).toMatchObject({ removed: ['dev/web/configmap-web.yaml'], foreign });
  expect(readdirSync(root).sort()).toEqual(['NOTES.md', 'dev', 'empty', 'link', 'test']);
  expect(readFileSync(path.join(root, 'dev/web/my-copy.yaml'), 'utf8')).toBe(copy);
});

test('a file that was listed by hand is not ours to remove', () => {
  replaceTree(root, one);
  const index = path.join(root, 'dev/web/kustomization.yaml');
  writeFileSync(index, `${readFileSync(index, 'utf8')}- mine.yaml\n`);
  write('dev/web/mine.yaml', 'kind: ConfigMap\n');
  expect(replaceTree(root, one)).toMatchObject({ foreign: ['dev/web/mine.yaml'], removed: [] });
});

test('after a merge conflict in an index, the files of both sides are ours', () => {
  replaceTree(root, files('dev', object('ConfigMap', 'a'), object('ConfigMap', 'b')));
  const index = path.join(root, 'dev/web/kustomization.yaml');
  const text = readFileSync(index, 'utf8')
    .replace('- configmap-a', '<<<<<<< HEAD\n- configmap-a')
    .concat('>>>>>>> b\n');
  writeFileSync(index, text);
  expect(replaceTree(root, one)).toMatchObject({ removed: ['dev/web/configmap-a.yaml', 'dev/web/configmap-b.yaml'] });
});

test.each<[string, () => void, string, string]>([
  ['a link in place of an environment', () => symlinkSync('/etc', path.join(root, 'dev')), 'dev', 'is a symbolic link'],
  [
    'a link in place of a file',
    () => {
      mkdirSync(path.join(root, 'dev/web'), { recursive: true });
      symlinkSync('/etc/hostname', path.join(root, 'dev/web/service-web.yaml'));
    },
    'dev/web/service-web.yaml',
    'is a symbolic link',
  ],
  ['a file in place of a folder', () => write('dev/web', ''), 'dev/web', 'is a file where a folder'],
  [
    'a folder in place of a file',
    () => write('dev/web/service-web.yaml/x', ''),
    'dev/web/service-web.yaml',
    'is a folder',
  ],
  [
    'a file of somebody else',
    () => write('dev/web/service-web.yaml', 'kind: Service'),
    'dev/web/service-web.yaml',
    'was not',
  ],
  ['a file in other case', () => write('dev/web/Service-Web.yaml', ''), 'dev/web/Service-Web.yaml', 'differs from'],
  ['a folder in other case', () => write('Dev/x/y', ''), 'Dev', "differs from the rendered 'dev' in case only"],
])('%s is in the way: nothing is written', (_, prepare, file, message) => {
  mkdirSync(root, { recursive: true });
  prepare();
  const before = listEntries(path.dirname(root));
  const result = replaceTree(root, one);
  expect(result).toMatchObject({ problems: [{ rule: 'delivery/path-taken', file: `${root}/${file}` }] });
  expect('problems' in result && result.problems[0]?.message).toContain(message);
  expect(listEntries(path.dirname(root))).toEqual(before);
});

test('metadata stays with its tree, and goes with its environment', () => {
  const statement = { path: 'provenance.intoto', text: '{}' };
  const hydrated = { path: 'staging/hydrator.metadata', text: '{}' };
  replaceTree(root, [...one, ...files('staging', object('Service', 'web')), statement, hydrated]);
  write('provenance.sigstore', 'old');
  expect(replaceTree(root, one)).toMatchObject({
    removed: expect.arrayContaining(['staging/hydrator.metadata']),
    foreign: [],
  });
  expect(existsSync(path.join(root, 'provenance.sigstore'))).toBe(true);
  expect(replaceTree(root, [...one, statement])).toMatchObject({ removed: ['provenance.sigstore'] });
});

/** Puts a published file into a state, and says what `publish` makes of it. */
test.each<[string, string, (text: string) => string]>([
  ['without its first line', 'dev/web/service-web.yaml', (text) => text.slice(text.indexOf('\n') + 1)],
  ['with a byte-order mark', 'dev/web/service-web.yaml', (text) => `\uFEFF${text}`],
  ['with a comment before it', 'dev/web/service-web.yaml', (text) => `# mine\n${text}`],
  ['emptied', 'dev/web/service-web.yaml', () => ''],
  ['of somebody else by now', 'dev/web/service-web.yaml', () => 'kind: Mine\n'],
  ['an index without its first line', 'dev/web/kustomization.yaml', (text) => text.slice(text.indexOf('\n') + 1)],
  ['an index that was emptied', 'dev/web/kustomization.yaml', () => ''],
  ['the index of an environment without its first line', 'dev/kustomization.yaml', () => 'resources: []\n'],
])('a published file %s is restored', (_, file, damage) => {
  replaceTree(root, one);
  const whole = snapshot(root);
  writeFileSync(path.join(root, file), damage(whole[file] ?? ''));
  expect(replaceTree(root, one)).toEqual({ changed: [file], removed: [], foreign: [] });
  expect(snapshot(root)).toEqual(whole);
});

describe('a publish that ends at any step', () => {
  const before = [...two, ...files('staging', object('Service', 'web'))];
  const after = [
    ...files('dev', object('Service', 'web'), object('Secret', 'web')),
    ...files('preview', object('A', 'b')),
  ];
  const textsOf = (tree: { path: string; text: string }[]) =>
    Object.fromEntries(tree.map((one) => [one.path, one.text]));

  /** Lets the file system work `steps` times; a write that is the last one gets half way. */
  function endAfter(steps: number): void {
    const end = () => {
      throw new Error('killed');
    };
    const write = fs.writeFileSync;
    const [rename, remove] = [fs.renameSync, fs.rmSync];
    let left = steps;
    jest.spyOn(fs, 'writeFileSync').mockImplementation((file, text, options) => {
      if (left-- > 0) return write(file, text, options);
      if (left === -1) write(file, String(text).slice(0, 10), options);
      end();
    });
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => (left-- > 0 ? rename(from, to) : end()));
    jest.spyOn(fs, 'rmSync').mockImplementation((file, options) => (left-- > 0 ? remove(file, options) : end()));
  }

  test('leaves whole files, and the next one completes it', () => {
    const [old, wanted] = [textsOf(before), textsOf(after)];
    let ended = 0;
    for (let steps = 0; ended === steps; steps++) {
      rmSync(root, { recursive: true, force: true });
      replaceTree(root, before);
      write('dev/web/NOTES.md', 'mine');
      endAfter(steps);
      try {
        replaceTree(root, after);
      } catch {
        ended++;
      }
      jest.restoreAllMocks();
      for (const [file, text] of Object.entries(snapshot(root))) {
        if (file === 'dev/web/NOTES.md' || leftovers(root).includes(file)) continue;
        expect([old[file], wanted[file]]).toContain(text);
      }
      expect(replaceTree(root, after)).toMatchObject({ foreign: ['dev/web/NOTES.md'] });
      expect(snapshot(root)).toEqual({ ...wanted, 'dev/web/NOTES.md': 'mine' });
    }
    // Every file is written and renamed, every stale one removed.
    expect(ended).toBeGreaterThan(2 * 4);
  });

  test('what one that still runs is writing is left alone', () => {
    replaceTree(root, one);
    const name = `dev/web/.service-web.yaml.bkg-deploy-${process.ppid}`;
    write(name, 'half');
    expect(leftovers(root)).toEqual([]);
    replaceTree(root, two);
    expect(existsSync(path.join(root, name))).toBe(true);
  });
});
