import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listFiles } from '../../pipeline/publish/tree/write';

/** A folder of its own for one test file, gone afterwards. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Path → text of every file below a folder. */
export function snapshot(folder: string): Record<string, string> {
  return Object.fromEntries(listFiles(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}
