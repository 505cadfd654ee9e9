import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { blobsBelow, readBlobs } from '../../publish/git/blobs';
import { GitError } from '../../publish/git/run';
import type { FileContent } from '../../publish/tree/write';

/** What a file holds. */
export interface Content {
  readonly bytes: Buffer;
  /** The object that the bytes say, where it was rendered just now and nobody has to read it. */
  readonly object?: unknown;
}

/** Files of a tree: path below its root, with `/`, and content. */
export type Files = ReadonlyMap<string, Content>;

/** Files, or why there are none: one sentence. */
export type ReadFiles = { readonly files: Files } | { readonly error: string };

const prefix = 'git:';

/**
 * Reads `git:REV` (the folder `gitops` at that revision of the repository at `root`), `git:REV:FOLDER`, or a folder. Throws
 * the file system's errors.
 */
export function readFiles(source: string, root = '.'): ReadFiles {
  if (!source.startsWith(prefix)) {
    if (!existsSync(source) || !statSync(source).isDirectory()) return { error: `there is no folder '${source}'` };
    return { files: readFolder(source) };
  }
  const [revision = '', folder = 'gitops'] = source.slice(prefix.length).split(':');
  return readRevision(revision, folder.replace(/\/+$/, ''), root);
}

/** Files as they are about to be written. */
export function filesOf(rendered: readonly FileContent[]): Files {
  return new Map(rendered.map(({ path: name, text, object }) => [name, { bytes: Buffer.from(text), object }]));
}

/** Every YAML and JSON file below a folder; what is hidden is nobody's manifest. */
function readFolder(root: string): Files {
  const files = new Map<string, Content>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) walk(name);
      else if (isManifest(name) && entry.isFile()) files.set(name, { bytes: readFileSync(path.join(root, name)) });
    }
  };
  walk('');
  return files;
}

function isManifest(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name);
}

/** The same at a revision, without touching the working tree. */
function readRevision(revision: string, folder: string, root: string): ReadFiles {
  // A revision that begins with a dash would be taken for an option.
  if (revision === '' || revision.startsWith('-')) return { error: `'${prefix}${revision}' names no revision` };
  try {
    const blobs = blobsBelow(root, revision, folder).filter(({ file }) => isManifest(file));
    if (blobs.length === 0) return { error: `there is no manifest below '${folder}' at '${revision}'` };
    return { files: new Map([...readBlobs(root, blobs)].map(([name, bytes]) => [name, { bytes }])) };
  } catch (error) {
    if (error instanceof GitError) return { error: error.message };
    throw error;
  }
}
