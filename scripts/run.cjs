#!/usr/bin/env node
// Runs a command from a bundle of main.ts that is made again when a source changes, through V8's code cache.
// CommonJS, because starting the module loader would cost more than reading the sources' fingerprint.
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');
const { bundle, bundleFile, root } = require('./bundle.cjs');

// A run is over in seconds. With its own bounds V8 would spend as much time again, on other cores where there are any, on
// making functions fast that are not needed any more when it is done; so it shall wait longer and do less at a time.
// Before any script, as the code cache holds only for the flags that it was made with.
setFlagsFromString('--interrupt-budget=400000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=400');
// Most of what a run makes it keeps to its end; a young generation that grows at once copies it less often.
setFlagsFromString('--semi-space-growth-factor=8');

async function start() {
  const file = bundleFile();
  if (!existsSync(file)) await bundle(file);
  const cacheFile = `${file}.cache`;
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`;
  const script = new Script(source, { filename: file, cachedData });
  const bundled = { exports: {} };
  script.runInThisContext()(bundled.exports, createRequire(file), bundled, file, path.dirname(file));
  process.stdout.on('error', endOfReader);
  process.exitCode = bundled.exports.main(process.argv.slice(2), {
    root,
    checkCache: { folder: path.join(path.dirname(file), 'clean'), program: path.basename(file) },
  });
  // After a run the cache also holds the functions that were compiled on the way.
  if (!cachedData || script.cachedDataRejected) keep(cacheFile, script.createCachedData());
}

/** Whoever reads may stop reading, as `head` does. */
function endOfReader(error) {
  if (error.code !== 'EPIPE') throw error;
}

/** Only speed depends on it, and a package may lie where its user must not write. */
function keep(file, data) {
  try {
    writeFileSync(`${file}.${process.pid}`, data);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The next run compiles again.
  }
}

start();
