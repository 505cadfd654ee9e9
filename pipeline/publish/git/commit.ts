import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Pending, treeIn } from './pending';
import { git, tryGit } from './run';

/**
 * Commits exactly these files of a tree, as they are in memory: nothing that is staged besides, and nothing of the
 * working copy, neither half a write nor a mode. The commit is made in an index of its own; the branch moves to it in one
 * step, and only from where it was. What was staged of `rendered` files is theirs no more: they are as the commit has them.
 * Returns the new commit. Throws GitError.
 */
export function commitFiles(
  repository: string,
  root: string,
  { pending, rendered }: { pending: readonly Pending[]; rendered: readonly string[] },
  message: string,
): string {
  const head = git(repository, ['rev-parse', 'HEAD']).trim();
  return withFolder((folder) => {
    const tree = treeIn(repository, root);
    const entries = indexEntries(repository, tree, pending, folder);
    const index = path.join(folder, 'index');
    git(repository, ['read-tree', head], '', index);
    git(repository, updateIndex, entries, index);
    const written = git(repository, ['write-tree'], '', index).trim();
    const commit = git(repository, ['commit-tree', ...signing(repository), '-p', head, written], message).trim();
    // Before the branch moves: a run that is killed in between must not leave the old tree staged on top of the new one.
    git(repository, updateIndex, entries);
    git(repository, ['update-ref', '-m', `commit: ${message.split('\n')[0] ?? ''}`, 'HEAD', commit, head]);
    git(repository, unstage, rendered.map((file) => `${tree}/${file}\0`).join(''));
    tryGit(repository, refresh);
    return commit;
  });
}

/** Makes the index of people hold these files. Throws GitError. */
export function stageFiles(repository: string, root: string, pending: readonly Pending[]): void {
  if (pending.length === 0) return;
  withFolder((folder) =>
    git(repository, updateIndex, indexEntries(repository, treeIn(repository, root), pending, folder)),
  );
  tryGit(repository, refresh);
}

const updateIndex = ['update-index', '-z', '--replace', '--index-info'];
const unstage = ['reset', '--quiet', '--pathspec-from-file=-', '--pathspec-file-nul'];
const refresh = ['update-index', '-q', '--refresh'];

/** git commit-tree does not look at what people have configured for their commits. */
function signing(repository: string): string[] {
  const { out } = tryGit(repository, ['config', '--type=bool', 'commit.gpgsign']);
  return out.trim() === 'true' ? ['-S'] : [];
}

/** Lines for `git update-index --index-info`; every file is a plain one, whatever it is on disk. */
function indexEntries(repository: string, tree: string, pending: readonly Pending[], folder: string): string {
  const hashes = writeBlobs(
    repository,
    pending.flatMap(({ text }) => (text === undefined ? [] : [text])),
    folder,
  );
  const lines = pending.map(({ file, text }) =>
    text === undefined ? `0 ${'0'.repeat(40)}\t${tree}/${file}\0` : `100644 ${hashes.shift()}\t${tree}/${file}\0`,
  );
  return lines.join('');
}

/** Stores texts in the repository, in one process, byte for byte. */
function writeBlobs(repository: string, texts: readonly string[], folder: string): string[] {
  const files = texts.map((text, index) => {
    const file = path.join(folder, String(index));
    writeFileSync(file, text);
    return `${file}\n`;
  });
  const args = ['hash-object', '-w', '--no-filters', '--stdin-paths'];
  return git(repository, args, files.join('')).split('\n').slice(0, -1);
}

function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-commit-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
