import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What `use` reads from the files of a Go module (`module@version`), which are unpacked beside nobody's cache and dropped. */
export function readModule(module, use) {
  const [cache, proxy] = execFileSync('go', ['env', 'GOMODCACHE', 'GOPROXY'], { encoding: 'utf8' }).trim().split('\n');
  const folder = mkdtempSync(path.join(tmpdir(), 'module-'));
  const env = {
    ...process.env,
    GOTOOLCHAIN: 'local',
    GOMODCACHE: folder,
    GOPROXY: `file://${cache}/cache/download,${proxy}`,
  };
  const unpacked = path.join(folder, module);
  try {
    const { stdout } = spawnSync('go', ['mod', 'download', '-json', module], { cwd: folder, encoding: 'utf8', env });
    // A module for a newer Go is refused after it was unpacked; its files are all that is wanted.
    if (!existsSync(unpacked)) throw new Error(JSON.parse(stdout).Error);
    return use(unpacked);
  } finally {
    unlock(folder);
    rmSync(folder, { recursive: true });
  }
}

/** Go makes the folders of its cache read-only. */
function unlock(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) unlock(path.join(folder, entry.name));
  }
}
