import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './environments';

/**
 * Compares the part of a page between `<!-- begin NAME … -->` and `<!-- end NAME -->` with what the code says;
 * `npm run update-golden` writes it instead.
 */
export function expectSection(page: string, name: string, text: string): void {
  const file = path.join(ROOT, page);
  const whole = readFileSync(file, 'utf8');
  const section = new RegExp(`(<!-- begin ${name}[^>]*-->\n)([^]*?)(<!-- end ${name} -->)`);
  const found = section.exec(whole);
  if (!found) throw new Error(`${page} has no section ${name}`);
  if (process.env.UPDATE_GOLDEN) {
    writeFileSync(
      file,
      whole.replace(section, (_all, begin: string, _old, end: string) => begin + text + end),
    );
    return;
  }
  const hint = found[2] === text ? '' : '\nIf the code is right: npm run update-golden.';
  expect(found[2]).toBe(text + hint);
}
