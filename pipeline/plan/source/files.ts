import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Files of a tree: path below its root, with `/`, and content. */
export type Files = ReadonlyMap<string, Buffer>;

/** Files, or why there are none: one sentence. */
export type ReadFiles = { readonly files: Files } | { readonly error: string };

const prefix = 'git:';

/** Reads `git:REV` (the folder `gitops` at that revision), `git:REV:FOLDER`, or a folder. Throws the file system's errors. */
export function readFiles(source: string, root: string): ReadFiles {
  if (!source.startsWith(prefix)) {
    if (!existsSync(source) || !statSync(source).isDirectory()) return { error: `there is no folder '${source}'` };
    return { files: readFolder(source) };
  }
  const [revision = '', folder = 'gitops'] = source.slice(prefix.length).split(':');
  return readRevision(revision, folder.replace(/\/+$/, ''), root);
}

/** Every YAML and JSON file below a folder; what is hidden is nobody's manifest. */
function readFolder(root: string): Files {
  const files = new Map<string, Buffer>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) walk(name);
      else if (isManifest(name) && entry.isFile()) files.set(name, readFileSync(path.join(root, name)));
    }
  };
  walk('');
  return files;
}

function isManifest(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name);
}

/** The same at a revision, without touching the working tree: one process lists, one prints all. */
function readRevision(revision: string, folder: string, root: string): ReadFiles {
  // A revision that begins with a dash would be taken for an option.
  if (revision === '' || revision.startsWith('-')) return { error: `'${prefix}${revision}' names no revision` };
  const listed = git(root, ['ls-tree', '-r', '-z', '--full-tree', revision, '--', `${folder}/`]);
  if (typeof listed === 'string') return { error: `git cannot read '${revision}': ${listed}` };
  const blobs = listed
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, sort, hash, name] = /^\d+ (\w+) (\w+)\t(.*)$/s.exec(line) ?? [];
      return sort === 'blob' && hash && name && isManifest(name) ? [{ hash, name: name.slice(folder.length + 1) }] : [];
    });
  if (blobs.length === 0) return { error: `there is no manifest below '${folder}' at '${revision}'` };
  const contents = git(root, ['cat-file', '--batch'], blobs.map(({ hash }) => `${hash}\n`).join(''));
  if (typeof contents === 'string') return { error: `git cannot read '${revision}': ${contents}` };
  return { files: split(contents, blobs) };
}

/** `<hash> blob <size>`, the content, a line break; once for each blob asked for. */
function split(contents: Buffer, blobs: readonly { readonly name: string }[]): Files {
  const files = new Map<string, Buffer>();
  let offset = 0;
  for (const { name } of blobs) {
    const end = contents.indexOf('\n', offset);
    const size = Number(contents.toString('utf8', offset, end).split(' ')[2]);
    files.set(name, contents.subarray(end + 1, end + 1 + size));
    offset = end + 1 + size + 1;
  }
  return files;
}

/** What git prints, or its first complaint. */
function git(cwd: string, args: readonly string[], input?: string): Buffer | string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd, input, maxBuffer: 1 << 30 });
  if (error) return error.message;
  return status === 0 ? stdout : (stderr.toString('utf8').split('\n')[0] ?? '');
}
