import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WaitingFiles } from '../../../../commands/waiting-files';
import { marker } from '../../../../pipeline/publish/tree/rendered';
import { writeTree } from '../../../../pipeline/publish/tree/replace';
import { snapshot, temporaryFolder } from '../../../support/folders';

const temporary = temporaryFolder();
const text = (content: string) => `${marker}charts/a for b; edit that, not this file.\n${content}\n`;

/** An environment with one file. */
function environment(name: string, content = 'a: 1') {
  return { name, files: [{ path: `${name}/a/b.yaml`, text: text(content) }] };
}

/** A tree with two environments, of which one is old, and somebody's file. */
function tree(name: string): string {
  const root = path.join(temporary, name);
  writeTree(root, [environment('dev'), environment('old')], true);
  mkdirSync(path.join(root, 'dev/c'));
  writeFileSync(path.join(root, 'dev/c/own.yaml'), 'own: true\n');
  return root;
}

test('a whole tree loses the environments that are gone, and nothing of others', () => {
  const root = tree('whole');
  const written = writeTree(root, [environment('dev', 'a: 2'), environment('new')], true);
  expect(written).toEqual({
    changed: ['dev/a/b.yaml', 'new/a/b.yaml'],
    removed: ['old/a/b.yaml'],
    foreign: ['dev/c/own.yaml'],
  });
  expect(snapshot(root)).toEqual({
    'dev/a/b.yaml': text('a: 2'),
    'dev/c/own.yaml': 'own: true\n',
    'new/a/b.yaml': text('a: 1'),
  });
});

test('of a part, only its environments are looked at', () => {
  const root = tree('part');
  expect(writeTree(root, [environment('dev')], false)).toEqual({
    changed: [],
    removed: [],
    foreign: ['dev/c/own.yaml'],
  });
  expect(Object.keys(snapshot(root))).toContain('old/a/b.yaml');
});

test('many environments wait in their order, and leave nothing behind', () => {
  const waiting = new WaitingFiles();
  const all = [...Array(40).keys()].map((number) => environment(`e${number}`, `n: ${number}`));
  for (const { name, files } of all) waiting.add(name, files);
  expect([...waiting.all()]).toEqual(all);
  waiting.clear();
  expect(() => [...waiting.all()]).toThrow('ENOENT');
});
