import { git, gitBytes, paths } from './run';

/** A file of a commit. */
export interface Blob {
  /** Below the folder that was asked for, with `/`. */
  readonly file: string;
  readonly mode: string;
  readonly hash: string;
}

/** The files of a folder at a revision, links among them. Throws GitError. */
export function blobsBelow(repository: string, revision: string, folder: string): Blob[] {
  const listed = git(repository, ['ls-tree', '-r', '-z', '--full-tree', revision, '--', `${folder}/`]);
  return paths(listed).flatMap((line) => {
    const [, mode, hash, name = ''] = /^(\d+) blob (\w+)\t(.*)$/s.exec(line) ?? [];
    return mode && hash ? [{ file: name.slice(folder.length + 1), mode, hash }] : [];
  });
}

/** Their contents, in one process: `<hash> blob <size>`, the content, a line break; once for each blob asked for. */
export function readBlobs(repository: string, blobs: readonly Blob[]): Map<string, Buffer> {
  const contents = gitBytes(repository, ['cat-file', '--batch'], blobs.map(({ hash }) => `${hash}\n`).join(''));
  const files = new Map<string, Buffer>();
  let offset = 0;
  for (const { file } of blobs) {
    const end = contents.indexOf('\n', offset);
    const size = Number(contents.toString('utf8', offset, end).split(' ')[2]);
    files.set(file, contents.subarray(end + 1, end + 1 + size));
    offset = end + 1 + size + 1;
  }
  return files;
}

/** The text of one file at `HEAD`; undefined when the commit does not have it. `tree` is a folder of the repository. */
export function committedText(repository: string, tree: string, file: string): string | undefined {
  const found = blobsBelow(repository, 'HEAD', tree).filter((blob) => blob.file === file);
  return readBlobs(repository, found).get(file)?.toString('utf8');
}
