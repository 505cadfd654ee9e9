import { existsSync, readFileSync } from 'node:fs';
import { readManifest, readManifests, type ReadManifests } from '../pipeline/objects/read';
import { UsageError } from './outcome';

/** How problems name what was read from standard input. */
const standardInput = '<stdin>';

/** The objects in files, in folders, and in standard input where `-` asks for it. */
export function readInput(paths: readonly string[]): ReadManifests {
  const names = paths.filter((name) => name !== '-');
  const missing = names.find((name) => !existsSync(name));
  if (missing !== undefined) throw new UsageError(`there is no file or folder '${missing}'`);
  const read = readManifests(names);
  if (names.length === paths.length) return read;
  const input = readManifest(standardInput, readFileSync(0));
  return {
    ...read,
    files: read.files + 1,
    manifests: [...read.manifests, ...input.manifests],
    problems: [...read.problems, ...input.problems],
  };
}
