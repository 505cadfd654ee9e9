import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileContent } from '../pipeline/publish/tree/write';

/** Environments whose files fit into memory beside everything else; those after them wait on disk. */
const inMemory = 16;

/** Files of an environment. */
interface Waiting {
  readonly name: string;
  readonly files: readonly FileContent[];
}

/** Files of environments that wait until it is known that all of them may be written. */
export class WaitingFiles {
  private readonly kept: Waiting[] = [];
  private readonly stored: string[] = [];
  private folder: string | undefined;

  /** Takes those of one more environment; without their objects, which are most of them. */
  add(name: string, files: readonly FileContent[]): void {
    const waiting: Waiting = { name, files: files.map(({ path: file, text }) => ({ path: file, text })) };
    if (this.kept.length < inMemory) {
      this.kept.push(waiting);
      return;
    }
    this.folder ??= mkdtempSync(path.join(tmpdir(), 'bkg-deploy-'));
    const file = path.join(this.folder, String(this.stored.length));
    writeFileSync(file, JSON.stringify(waiting), { mode: 0o600 });
    this.stored.push(file);
  }

  /** Each environment's, in the order in which they came. */
  *all(): Generator<Waiting> {
    yield* this.kept;
    for (const file of this.stored) yield JSON.parse(readFileSync(file, 'utf8')) as Waiting;
  }

  /** Takes away what waits on disk. */
  clear(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}
