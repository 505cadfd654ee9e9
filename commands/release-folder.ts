import { existsSync } from 'node:fs';
import { parseStatement, readProvenance } from '../pipeline/publish/provenance/read';
import { metadata } from '../pipeline/publish/tree/metadata';
import { listFiles } from '../pipeline/publish/tree/write';
import { UsageError } from './outcome';

/** The files of an earlier release in a folder. Throws UsageError where others are as well. */
export function filesOfRelease(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
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
  return files;
}
