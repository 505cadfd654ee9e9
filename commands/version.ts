import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version of the package that lies at `root`. */
export function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
