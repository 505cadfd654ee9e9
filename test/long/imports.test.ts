import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generate, regenerate } from '../../scripts/import';
import { OPEN } from '../../scripts/import/overrides';
import { ROOT } from '../support/environments';

const IMPORTS = path.join(ROOT, 'imports');

test('every type without fields is listed, and nothing else is', () => {
  // generate() throws on an unlisted one; what it did not meet is a stale line.
  const { usedOverrides } = generate(ROOT);
  expect([...usedOverrides].sort()).toEqual(Object.keys(OPEN).sort());
});

test('importing again changes nothing', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-imports-'));
  try {
    regenerate(folder, ROOT);
    expect(diff(tree(folder), tree(IMPORTS))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Relative path → text of everything that is generated. */
function tree(folder: string): Map<string, string> {
  const schemas = readdirSync(path.join(folder, 'schemas'), { recursive: true }) as string[];
  const names = ['index.ts', ...schemas.filter((name) => name.endsWith('.json')).map((name) => `schemas/${name}`)];
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

// Names only: a failing comparison of megabytes of text helps nobody.
function diff(fresh: ReadonlyMap<string, string>, committed: ReadonlyMap<string, string>): string[] {
  const names = new Set([...fresh.keys(), ...committed.keys()]);
  return [...names].filter((name) => fresh.get(name) !== committed.get(name));
}
