import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { blobsBelow, readBlobs } from '../pipeline/publish/git/blobs';
import type { ArchiveFile } from '../pipeline/publish/package/archive';
import { listFiles } from '../pipeline/publish/tree/write';
import { UsageError } from './outcome';

/** What a module is made of: its own language, scripts, and the chart that the one for clusters brings along. Not its tests. */
const parts = /^(?!(?:.*\/)?(?:tests|\.terraform)\/)(?:.+\.(?:tf|sh)|cluster\/objects\/.+\.yaml)$/;

const folder = 'deploy/terraform/modules';
/** What one of them reads. */
const catalogue = 'deploy/operators.yaml';

/** Whether a file of the repository is in the archive. */
function isPart(file: string): boolean {
  return file === catalogue || (file.startsWith(`${folder}/`) && parts.test(file.slice(folder.length + 1)));
}

/** What is in the archive, by its place in the repository; nothing where there are no modules. */
function filesBelow(root: string): string[] {
  const files = listFiles(path.join(root, folder)).map((file) => `${folder}/${file}`);
  const wanted = files.filter(isPart);
  return wanted.length === 0 ? [] : [...wanted, catalogue];
}

/**
 * The Terraform modules of a repository, and the catalogue of operators that one of them reads; none where there are none.
 * Whatever else lies in their folder, such as a state, stays there.
 */
export function moduleFiles(root: string): ArchiveFile[] {
  return filesBelow(root).map((file) => ({
    path: file === catalogue ? path.basename(file) : file.slice(folder.length + 1),
    text: readFileSync(path.join(root, file), 'utf8'),
    isProgram: file.endsWith('.sh'),
  }));
}

/** Refuses modules that are not those of the commit that a release names. Throws UsageError, GitError. */
export function checkModules(root: string, repository: string, commit: string): void {
  const program = path.relative(repository, realpathSync(root)).split(path.sep).join('/');
  const blobs = blobsBelow(repository, commit, path.posix.join(program, 'deploy'))
    .map((blob) => ({ ...blob, file: `deploy/${blob.file}` }))
    .filter(({ file }) => isPart(file));
  const committed = readBlobs(repository, blobs);
  const other = [...new Set([...filesBelow(root), ...committed.keys()])].sort().find((file) => {
    const text = committed.get(file);
    const found = path.join(root, file);
    return !text || !existsSync(found) || !readFileSync(found).equals(text);
  });
  if (other === undefined) return;
  throw new UsageError(`${other} is not what is committed; commit it first, the release names that commit`);
}
