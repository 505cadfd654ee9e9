import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes the folder of what all files of a run share, and tells the workers its name; it goes when the run ends. */
export default function makeSharedFolder(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-servers-'));
  // The user of the servers reads it.
  chmodSync(folder, 0o755);
  process.env.BKG_TEST_SERVERS = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
