// Runs the generators.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load, root } from './load.mjs';

if (process.argv.length > 2) {
  const asked = process.argv.slice(2).every((word) => word === '--help' || word === '-h');
  console[asked ? 'log' : 'error'](
    'usage: npm run import    regenerates imports/, environments/schema.json, docs/ and deploy/',
  );
  process.exit(asked ? 0 : 2);
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
