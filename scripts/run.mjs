// Runs a command: bundles main.ts when a source has changed, then starts it from V8's code cache.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';
import { bundle, root } from './bundle.mjs';

const file = await bundle();
const cacheFile = `${file}.cache`;
const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
const script = new Script(
  `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`,
  {
    filename: file,
    cachedData,
  },
);
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(file), module, file, path.dirname(file));
process.exitCode = module.exports.main(process.argv.slice(2), root);
// After a run the cache also holds the functions that were compiled on the way.
if (!cachedData || script.cachedDataRejected) writeFileSync(cacheFile, script.createCachedData());
