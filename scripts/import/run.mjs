// Bundles the importers and runs them: node alone cannot read TypeScript on the versions we support.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

if (process.argv.length > 2) {
  const asked = process.argv.slice(2).every((word) => word === '--help' || word === '-h');
  console[asked ? 'log' : 'error'](
    'usage: npm run import    regenerates imports/, environments/schema.json, docs/ and deploy/',
  );
  process.exit(asked ? 0 : 2);
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

async function load(entry) {
  const outfile = path.join(root, `node_modules/.cache/bkg-deploy/import-${entry}.cjs`);
  await build({
    entryPoints: [path.join(root, `scripts/import/${entry}.ts`)],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    loader: { '.pl': 'text', '.sh': 'text', '.sql': 'text', '.tsv': 'text' },
  });
  return createRequire(import.meta.url)(outfile);
}

const { environmentSchemaText, partialSchemaText, regenerate } = await load('index');
regenerate(path.join(root, 'imports'), root);
writeFileSync(path.join(root, 'environments/schema.json'), environmentSchemaText(root));
writeFileSync(path.join(root, 'environments/partial.schema.json'), partialSchemaText(root));
const { outputSchemas } = await load('output-schemas');
for (const [file, text] of outputSchemas(root)) writeFileSync(path.join(root, file), text);
try {
  // Only now, because reading an environment takes the schema that was just written.
  const { pages } = await load('pages');
  for (const [file, text] of pages(root)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const { writeOperatorFiles } = await load('operator-files');
  writeOperatorFiles(root);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
