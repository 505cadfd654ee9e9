import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseStatement, readProvenance } from '../pipeline/publish/provenance/read';
import { metadata } from '../pipeline/publish/tree/metadata';
import { listFiles } from '../pipeline/publish/tree/write';
import { UsageError } from './outcome';

/** Takes the files of an earlier release out of a folder, and nothing else. Throws UsageError where more would be left. */
export function emptyFolder(folder: string): void {
  if (!existsSync(folder)) return;
  const statement = parseStatement(readProvenance(folder).statement ?? '');
  const known = new Set<string>([
    metadata.statement,
    metadata.bundle,
    ...(statement?.subject ?? []).map(({ name }) => name),
  ]);
  const files = listFiles(folder);
  const foreign = files.find((file) => !known.has(file));
  if (foreign !== undefined)
    throw new UsageError(`--out ${folder} holds ${foreign}, which is of no release; name an empty folder`);
  for (const file of files) rmSync(path.join(folder, file));
}
