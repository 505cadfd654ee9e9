import { realpathSync } from 'node:fs';
import path from 'node:path';
import { staleMetadata } from '../tree/metadata';
import { ownership } from '../tree/ownership';
import type { FileContent } from '../tree/write';
import { blobsBelow, readBlobs } from './blobs';

/** A file of a published tree that is to be otherwise than in the last commit. */
export interface Pending {
  /** Below the tree's root, with `/`. */
  readonly file: string;
  /** What it is to hold; undefined when it is to go. */
  readonly text: string | undefined;
}

const plainFile = '100644';

/**
 * What makes the last commit's tree hold `wanted`: new content, and what an earlier publish committed and nobody renders
 * any more. Compared with the commit alone, because a working copy may hold half of a publish or somebody's edits.
 * `repository` is the top folder of the repository that holds the tree at `root`.
 */
export function pendingFiles(repository: string, root: string, wanted: readonly FileContent[]): Pending[] {
  const blobs = blobsBelow(repository, 'HEAD', treeIn(repository, root));
  const contents = readBlobs(repository, blobs);
  const plain = new Set(blobs.filter(({ mode }) => mode === plainFile).map(({ file }) => file));
  const textOf = (file: string) => contents.get(file)?.toString('utf8') ?? '';
  const names = new Set(wanted.map((file) => file.path));
  const files = blobs.map(({ file }) => file);
  const gone = [...ownership(files, textOf).removable, ...staleMetadata(files, names)];
  return [
    ...wanted
      .filter(({ path: file, text }) => !plain.has(file) || textOf(file) !== text)
      .map(({ path: file, text }) => ({ file, text })),
    ...gone.filter((file) => !names.has(file)).map((file) => ({ file, text: undefined })),
  ];
}

/** The tree's path as git names it. */
export function treeIn(repository: string, root: string): string {
  const full = path.join(realpathSync(path.dirname(path.resolve(root))), path.basename(path.resolve(root)));
  return path.relative(repository, full).split(path.sep).join('/');
}
