import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { operatorFiles } from '../../charts/secrets/operator';
import { environmentFiles, readEnvironment } from '../../settings/read';
import { formatProblem } from '../../pipeline/problem';

/** Folders that hold nothing else. */
const folders = ['docs/secrets', 'deploy/vault', 'deploy/aws', 'deploy/gcp'];

/** The files of all environments, by path. Throws when an environment cannot be read. */
export function allOperatorFiles(root: string): ReadonlyMap<string, string> {
  const files = environmentFiles(path.join(root, 'environments')).flatMap(({ name, file }) => {
    const result = readEnvironment(name, file);
    if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'));
    return [...operatorFiles(result.environment)];
  });
  return new Map(files);
}

/** Writes them; those of environments and namespaces that are gone disappear. */
export function writeOperatorFiles(root: string): void {
  const files = allOperatorFiles(root);
  for (const folder of folders) rmSync(path.join(root, folder), { recursive: true, force: true });
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}
