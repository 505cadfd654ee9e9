// Turns the TypeScript of this repository into one file that node can run, and keeps it until a source changes.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const cache = path.join(root, 'node_modules/.cache/bkg-deploy');
const rooms = ['charts', 'commands', 'kubernetes', 'pipeline', 'scripts'];
const single = ['main.ts', 'environments/schema.json', 'package-lock.json'];

/** The bundle of `main.ts`: its path, fresh for the sources as they are now. */
export async function bundle() {
  const file = path.join(cache, `main-${fingerprint()}.cjs`);
  if (!existsSync(file)) await build(file);
  return file;
}

/** A digest of every source by content, so that neither clocks nor checkouts matter. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...rooms.flatMap((room) => list(room)), ...single]) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function list(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? list(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
}

async function build(file) {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(root, 'main.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    loader: { '.sql': 'text', '.sh': 'text' },
    plugins: [compiledSchema],
    logLevel: 'warning',
  });
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${file}.new`, outputFiles[0].contents);
  renameSync(`${file}.new`, file);
}

/** Replaces `pipeline/environment/schema.ts` by what Ajv makes of it, so that no run has to compile the schema. */
const compiledSchema = {
  name: 'compiled-schema',
  setup(build) {
    build.onLoad({ filter: /pipeline[\\/]environment[\\/]schema\.ts$/ }, async () => {
      const { default: Ajv } = await import('ajv');
      const { default: standaloneCode } = await import('ajv/dist/standalone/index.js');
      const ajv = new Ajv.default({ ...json('pipeline/environment/ajv.json'), code: { source: true, esm: true } });
      ajv.addSchema(json('environments/schema.json'), 'environment');
      const contents = standaloneCode.default(ajv, { validate: 'environment' });
      return { contents, loader: 'js', resolveDir: root };
    });
  },
};

function json(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
