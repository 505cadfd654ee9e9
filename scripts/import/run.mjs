// Bundles the importer and runs it: node alone cannot read TypeScript on the versions we support.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const outfile = path.join(root, 'node_modules/.cache/bkg-deploy/import.cjs');
await build({
  entryPoints: [path.join(root, 'scripts/import/index.ts')],
  outfile,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  packages: 'external',
});
const { environmentSchemaText, regenerate, rulesPage } = createRequire(import.meta.url)(outfile);
regenerate(path.join(root, 'imports'), root);
writeFileSync(path.join(root, 'environments/schema.json'), environmentSchemaText(root));
writeFileSync(path.join(root, 'docs/rules.md'), rulesPage());
