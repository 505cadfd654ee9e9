// Writes imports/kubernetes.json from the published API of every minor, and kubernetes/omitted-fields.json from the Go
// types of the one in omitted-fields/go.mod. Needs Go and its module proxy, so it is run by hand:
// `node scripts/import/history.mjs`, once per new minor, followed by `npm run import`.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A patch of each minor that the module proxy has; fields do not change between patches. */
const RELEASES = [
  ...['1.27.16', '1.28.15', '1.29.6', '1.30.14', '1.31.14', '1.32.13', '1.33.13', '1.34.4', '1.35.4'],
  ...['1.36.3', '1.37.2'],
];

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const outfile = path.join(root, 'node_modules/.cache/bkg-deploy/history.cjs');
await build({
  entryPoints: [path.join(root, 'scripts/import/kubernetes-history.ts')],
  outfile,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
});
const { historyText } = createRequire(import.meta.url)(outfile);
const swaggers = RELEASES.map((release) => [release, swagger(release)]);
writeFileSync(path.join(root, 'imports/kubernetes.json'), historyText(new Map(swaggers)));

const omitted = execFileSync('go', ['run', '.'], { cwd: path.join(root, 'scripts/import/omitted-fields') });
writeFileSync(path.join(root, 'kubernetes/omitted-fields.json'), omitted);

/** The OpenAPI document inside the module of Kubernetes itself; the module is unpacked beside nobody's cache and dropped. */
function swagger(release) {
  const go = (...args) =>
    execFileSync('go', args, { cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, ...env } });
  const [cache, proxy] = execFileSync('go', ['env', 'GOMODCACHE', 'GOPROXY'], { encoding: 'utf8' }).trim().split('\n');
  const folder = mkdtempSync(path.join(tmpdir(), 'kubernetes-'));
  const env = { GOMODCACHE: folder, GOPROXY: `file://${cache}/cache/download,${proxy}` };
  try {
    const { Dir } = JSON.parse(go('mod', 'download', '-json', `k8s.io/kubernetes@v${release}`));
    return JSON.parse(readFileSync(path.join(Dir, 'api/openapi-spec/swagger.json'), 'utf8'));
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
