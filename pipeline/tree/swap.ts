import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { marker } from './layout';
import { isMetadata } from './metadata';
import { listFiles } from './write';

/** Number of the system call renameat2 (Linux, asm/unistd.h); node has no name for it, nor has POSIX. */
const renameat2: Partial<Record<NodeJS.Architecture, number>> = { x64: 316, arm64: 276 };

/** What one publish has in its own folder, next to the reconciled tree. */
export interface Swap {
  /** Before: the new tree. Afterwards: the old one, where the two changed places. */
  readonly staged: string;
  /** Where the old tree goes when the two cannot change places in one step. */
  readonly old: string;
  /** File that says which folder was the old tree, by its inode; there is none before the new tree is complete. */
  readonly journal: string;
}

/** Names inside a publish's own folder. */
export function swapIn(folder: string): Swap {
  return {
    staged: path.join(folder, 'tree'),
    old: path.join(folder, 'old'),
    journal: path.join(folder, 'journal'),
  };
}

/** Where the old tree is, if there was a swap: after a kill the names alone do not tell. */
export function oldTree({ staged, old, journal }: Swap): string | undefined {
  if (!existsSync(journal)) return undefined;
  const inode = readFileSync(journal, 'utf8');
  return [old, staged].find((folder) => existsSync(folder) && inodeOf(folder) === inode);
}

function inodeOf(folder: string): string {
  return String(lstatSync(folder, { bigint: true }).ino);
}

/**
 * Puts the staged tree in the place of `root` and returns where the old tree is now. On Linux both change places in one
 * system call, so that whoever looks sees one of them. Where that is not possible there are two renames; between them
 * nothing stands at `root`, and `recover` completes the swap when the process ended there.
 */
export function swap(root: string, { staged, old, journal }: Swap): string | undefined {
  if (!existsSync(root)) {
    mkdirSync(path.dirname(root), { recursive: true });
    renameSync(staged, root);
    return undefined;
  }
  writeFileSync(journal, inodeOf(root));
  if (exchange(staged, root)) return staged;
  renameSync(root, old);
  try {
    renameSync(staged, root);
  } catch (error) {
    renameSync(old, root);
    throw error;
  }
  return old;
}

/** Whether two folders changed places; perl, which comes with git, knows how to make any system call. */
function exchange(a: string, b: string): boolean {
  const call = renameat2[process.arch];
  if (process.platform !== 'linux' || call === undefined) return false;
  // -100 is AT_FDCWD, 2 is RENAME_EXCHANGE.
  const script = 'exit(syscall($ARGV[0] + 0, -100, $ARGV[1], -100, $ARGV[2], 2) == 0 ? 0 : 1)';
  const { status } = spawnSync('perl', ['-e', script, String(call), path.resolve(a), path.resolve(b)]);
  return status === 0;
}

/**
 * Brings what somebody else wrote into the old tree while the new one was staged over to the new one: files that are not
 * there, or are another file by now.
 */
export function rescue(old: string, root: string): void {
  for (const file of listFiles(old)) {
    const [was, is] = [path.join(old, file), path.join(root, file)];
    const there = lstatSync(is, { throwIfNoEntry: false });
    if (there?.ino === lstatSync(was).ino || isMetadata(file) || isRendered(was)) continue;
    mkdirSync(path.dirname(is), { recursive: true });
    renameSync(was, is);
  }
}

function isRendered(file: string): boolean {
  return lstatSync(file).isFile() && readFileSync(file, 'utf8').startsWith(marker);
}
