import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './environments';

/** Compares with `test/golden/<file>`; `npm run update-golden` writes it instead, for review as a diff. */
export function expectGolden(file: string, text: string): void {
  const full = path.join(ROOT, 'test/golden', file);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  const golden = existsSync(full) ? readFileSync(full, 'utf8') : '';
  // Behind the text, so that a difference ends with what to do about it.
  const hint = text === golden ? '' : '\nIf that is meant: npm run update-golden, then read the diff of test/golden.';
  expect(text).toBe(golden + hint);
}

/** Stands in a golden file for a text that is read elsewhere, so that it still fails when that text is another one. */
export function hashOf(text: string): string {
  return `sha256 ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}
