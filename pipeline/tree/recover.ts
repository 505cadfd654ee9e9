import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { oldTree, rescue, swapIn } from './swap';

/** The folder next to `root` in which the process `pid` prepares a publish. */
export function ownFolder(root: string, pid: number): string {
  return path.join(path.dirname(root), `${prefix(root)}${pid}`);
}

function prefix(root: string): string {
  return `.${path.basename(root)}.publish-`;
}

/**
 * Clears up behind publishes that were killed: completes a swap that stopped half way, brings files of somebody else
 * back, removes what is left over. Says whether a swap was completed. Publishes that are still running are left alone.
 */
export function recover(root: string): boolean {
  const parent = path.dirname(root);
  if (!existsSync(parent)) return false;
  const left = readdirSync(parent).filter((name) => name.startsWith(prefix(root)));
  return left
    .filter((name) => !isRunning(Number(name.slice(prefix(root).length))))
    .map((name) => clear(path.join(parent, name), root))
    .includes(true);
}

/** A dead process may have left a program behind that is about to swap: out of its reach first. */
function clear(folder: string, root: string): boolean {
  const out = `${folder}.${process.pid}`;
  try {
    renameSync(folder, out);
  } catch (error) {
    // Another publish or verify clears it up already.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  const swap = swapIn(out);
  const halfWay = existsSync(swap.old) && !existsSync(root);
  if (halfWay) renameSync(swap.staged, root);
  const old = oldTree(swap);
  if (old !== undefined) rescue(old, root);
  rmSync(out, { recursive: true, force: true });
  return halfWay;
}

/** Whether a process of this machine runs; what is no process id does not, such as the name a killed cleaner left. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
