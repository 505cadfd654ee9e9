import {
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
import { listEntries } from '../../../pipeline/tree/entries';
import { kustomizations } from '../../../pipeline/tree/kustomization';
import { layOut, type TreeObject } from '../../../pipeline/tree/layout';
import { recover } from '../../../pipeline/tree/recover';
import { replaceTree } from '../../../pipeline/tree/replace';
import { snapshot, temporaryFolder } from '../../support/folders';

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

describe('what killed publishers leave behind', () => {
  const dead = 2 ** 22 + 1;
  const left = () => path.join(path.dirname(root), `.gitops.publish-${dead}`);

  test('half way between two renames, the swap is completed', () => {
    replaceTree(root, one);
    const tree = snapshot(root);
    mkdirSync(path.join(left(), 'old'), { recursive: true });
    writeFileSync(path.join(left(), 'old/x'), '');
    writeFileSync(path.join(left(), 'journal'), String(statSync(path.join(left(), 'old')).ino));
    rmSync(path.join(left(), 'old/x'));
    mkdirSync(path.join(left(), 'tree'));
    for (const [file, text] of Object.entries(tree)) {
      mkdirSync(path.dirname(path.join(left(), 'tree', file)), { recursive: true });
      writeFileSync(path.join(left(), 'tree', file), text);
    }
    rmSync(root, { recursive: true });
    expect(recover(root)).toBe(true);
    expect(snapshot(root)).toEqual(tree);
    expect(existsSync(left())).toBe(false);
  });

  test('before the swap, what was staged is thrown away', () => {
    replaceTree(root, one);
    const tree = snapshot(root);
    mkdirSync(path.join(left(), 'tree/dev'), { recursive: true });
    writeFileSync(path.join(left(), 'tree/dev/half-written.yaml'), '');
    expect(recover(root)).toBe(false);
    expect(snapshot(root)).toEqual(tree);
    expect(existsSync(left())).toBe(false);
  });

  test('after the swap, what somebody wrote into the old tree meanwhile is brought over', () => {
    replaceTree(root, one);
    mkdirSync(path.join(left(), 'tree/dev'), { recursive: true });
    writeFileSync(path.join(left(), 'tree/dev/NOTES.md'), 'mine');
    writeFileSync(path.join(left(), 'journal'), String(statSync(path.join(left(), 'tree')).ino));
    expect(recover(root)).toBe(false);
    expect(readFileSync(path.join(root, 'dev/NOTES.md'), 'utf8')).toBe('mine');
  });

  test('a publish that is still running is left alone', () => {
    replaceTree(root, one);
    const running = path.join(path.dirname(root), `.gitops.publish-${process.ppid}`);
    mkdirSync(running);
    recover(root);
    expect(existsSync(running)).toBe(true);
  });
});
