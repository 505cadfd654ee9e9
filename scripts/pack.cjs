// Makes what `npm pack` puts into the package: one file that needs neither the sources nor any other package, and the
// licences of what it holds.
const { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { bundle, bundleFile, packed, root } = require('./bundle.cjs');

async function pack() {
  rmSync(packed, { recursive: true, force: true });
  // Under the name that says what is in it, so that nothing that is kept about another one is taken for this one's.
  const inputs = await bundle(path.join(packed, path.basename(bundleFile())));
  writeFileSync(path.join(packed, 'licences.txt'), packagesIn(inputs).map(notice).join('\n'));
}

/** Folders of the packages that files come from. */
function packagesIn(inputs) {
  const folders = inputs.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const texts = readdirSync(path.join(root, folder)).filter((file) => /^(licen[cs]e|notice)\b/i.test(file));
  const all = texts.map((file) => path.join(root, folder, file)).filter((file) => existsSync(file));
  return [`${name} ${version} (${license})`, ...all.map((file) => readFileSync(file, 'utf8'))].join('\n\n');
}

pack();
