import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TreeFile, TreeObject } from '../../pipeline/publish/tree/layout';
import { ROOT } from '../support/environments';
import { treeDiff } from '../support/tree-diff';

const object: TreeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
const file = (path: string, text: string): TreeFile => ({ path, text, object });

/** What a golden file has of one file in two versions, in a folder that it shows or in another. */
function diff(before: string, after: string, folder = 'shown'): string {
  return treeDiff([file(`dev/${folder}/a.yaml`, before)], [file(`dev/${folder}/a.yaml`, after)], ['shown']);
}

const deep = (image: string) => `spec:\n  a: 1\n  b: 1\n  containers:\n  - name: x\n    c: 1\n    image: ${image}\n`;

test('a line stands below its keys', () => {
  expect(diff(deep('old'), deep('new'))).toBe(
    [
      '--- dev/shown/a.yaml',
      '+++ dev/shown/a.yaml',
      '@@ spec: containers:',
      '   - name: x',
      '     c: 1',
      '-    image: old',
      '+    image: new',
      '',
    ].join('\n'),
  );
});

test('every byte of another folder is in its hash', () => {
  const [one, other] = [diff(deep('old'), deep('new'), 'other'), diff(deep('old'), deep('new '), 'other')];
  expect(one).toMatch(/^# other differs as well, sha256 [0-9a-f]{12}\n$/);
  expect(other).toMatch(/^# other differs as well, sha256 [0-9a-f]{12}\n$/);
  expect(other).not.toBe(one);
});

test('a digest alone is a difference only where it is shown', () => {
  const [from, to] = ['name: check-593db41a11\n', 'name: check-efbbb39f5c\n'];
  expect(diff(from, to, 'other')).toBe('');
  expect(diff(from, to)).toContain(`-${from}+${to}`);
});

test('trees that are the same differ in nothing', () => {
  expect(diff(deep('old'), deep('old')) + diff(deep('old'), deep('old'), 'other')).toBe('');
});

describe('a script that charts ship', () => {
  const source = 'charts/bkg-db/wait.sh';
  const script = readFileSync(path.join(ROOT, source), 'utf8');
  const held = (text: string) => `data:\n  wait.sh: |\n${text.replaceAll(/^(?=.)/gm, '    ')}`;

  test('is told by its name', () => {
    expect(diff('', held(script))).toMatch(
      /\+ {2}wait\.sh: \|\n\+ {4}\(charts\/bkg-db\/wait\.sh, sha256 [0-9a-f]{12}\)\n$/,
    );
  });

  test('and in full once a byte of it is another one', () => {
    const shown = diff('', held(script.replace('\n', '\n\n')));
    expect(shown).not.toContain(source);
    expect(shown.split('\n').length).toBeGreaterThan(script.split('\n').length);
  });
});
