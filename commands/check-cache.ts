import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../pipeline/objects/manifest';
import type { Context } from '../pipeline/checks/rule';
import type { Problem } from '../pipeline/problem';

/** Where clean results are kept, and of which program: another bundle may check more. */
export interface CheckCache {
  readonly folder: string;
  readonly program: string;
}

/**
 * Runs `check`, unless this very program has found nothing wrong with these very texts in this context before. Only a
 * clean result is kept, under a digest of everything it depends on.
 */
export function checkOnce(
  manifests: readonly Manifest[],
  context: Context,
  cache: CheckCache,
  check: () => Problem[],
): Problem[] {
  const hash = createHash('sha256').update(`${cache.program}\0${JSON.stringify(context)}`);
  for (const { file, text } of manifests) hash.update(`\0${file}\0${text}`);
  const proof = path.join(cache.folder, hash.digest('hex'));
  if (existsSync(proof)) return [];
  const problems = check();
  if (problems.length === 0) keep(proof);
  return problems;
}

/** Only speed depends on it, so a folder that cannot be written is no reason to fail. */
function keep(proof: string): void {
  try {
    mkdirSync(path.dirname(proof), { recursive: true });
    writeFileSync(proof, '');
  } catch {
    // The next run checks again.
  }
}
