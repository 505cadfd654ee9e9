import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What a file of this folder exports: node alone cannot read TypeScript on the versions we support. */
export async function load(entry) {
  const outfile = path.join(root, `node_modules/.cache/bkg-deploy/import-${entry}.cjs`);
  await build({
    entryPoints: [path.join(root, `scripts/import/${entry}.ts`)],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    loader: { '.pl': 'text', '.py': 'text', '.sh': 'text', '.sql': 'text', '.tsv': 'text' },
  });
  return createRequire(import.meta.url)(outfile);
}
