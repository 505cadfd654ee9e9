// Turns the TypeScript of this repository into one file that node can run.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const rooms = ['charts', 'commands', 'imports/handwritten', 'kubernetes', 'pipeline', 'scripts', 'settings'];
const single = [
  'main.ts',
  'environments/schema.json',
  'imports/digest',
  'imports/kubernetes.json',
  'package-lock.json',
];

/** Where the package, which has no sources, has its bundle. */
const packed = path.join(root, 'lib');

/** Where the bundle of the sources as they are now belongs; clocks and checkouts do not matter, only content. */
function bundleFile() {
  if (!existsSync(path.join(root, 'main.ts')))
    return path.join(packed, readdirSync(packed).find((name) => name.endsWith('.cjs')) ?? '');
  const hash = createHash('sha256').update(process.version);
  for (const file of [...rooms.flatMap(list), ...single]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return path.join(root, `node_modules/.cache/bkg-deploy/main-${hash.digest('hex').slice(0, 16)}.cjs`);
}

function list(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? list(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
}

/** Bundles `main.ts` with everything it needs, complete or not at all; returns the files that went into it. */
async function bundle(file) {
  const { build } = require('esbuild');
  const { metafile, outputFiles } = await build({
    entryPoints: [path.join(root, 'main.ts')],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    loader: { '.sql': 'text', '.sh': 'text', '.pl': 'text', '.py': 'text', '.tsv': 'text' },
    plugins: [compiledSchema],
    logLevel: 'warning',
  });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, ascii(outputFiles[0].text), 'latin1');
  renameSync(`${file}.${process.pid}`, file);
  return Object.keys(metafile.inputs);
}

/** The same program without a character that would make V8 keep all of it in two bytes per character. */
function ascii(program) {
  return program.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Replaces `settings/schema.ts` by what Ajv makes of it, so that no run has to compile the schema. */
const compiledSchema = {
  name: 'compiled-schema',
  setup(build) {
    build.onLoad({ filter: /settings[\\/]schema\.ts$/ }, () => {
      return { contents: validationCode(true), loader: 'js', resolveDir: root };
    });
  },
};

/** A module that exports `validate`, made from the schema of environment files. */
function validationCode(esm) {
  const { default: Ajv } = require('ajv');
  const { default: standaloneCode } = require('ajv/dist/standalone');
  const ajv = new Ajv({ ...json('settings/ajv.json'), code: { source: true, esm } });
  ajv.addSchema(json('environments/schema.json'), 'environment');
  return standaloneCode(ajv, { validate: 'environment' });
}

function json(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

module.exports = { bundle, bundleFile, packed, root, validationCode };
