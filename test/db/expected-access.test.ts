import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accessBlock, accessQuery } from '../../charts/bkg-db/access';
import { environment, ROOT } from '../support/environments';
import { Database, modes } from './support/platform';
import { allReleases, type Release } from './support/releases';
import { startServer } from './support/servers';
import { shadowTree, sourceTree } from './support/shadows';

/** What a fresh server says of itself after the roles, the migrations and all files but the audit. */
async function answers(release: Release, name: string, tree: string): Promise<string[]> {
  const server = await startServer(release);
  try {
    const database = await new Database(server, 'fresh', tree, 'template0', modes[name]).withRoles();
    const { code, output } = await database.rollOut({ files: { '50-access.sql': '' } });
    if (code !== 0) throw new Error(output);
    const block = accessBlock(environment(name).database, '', `  insert into found ${accessQuery} table facts;\n`);
    return database
      .asSuperuser(
        `create temporary table found (object text, fact text);
        set search_path = pg_catalog; ${block}
        select object || E'\\t' || fact from pg_temp.found order by object collate "C", fact collate "C";`,
      )
      .out.split('\n');
  } finally {
    server.stop();
  }
}

/** One line per fact, with the releases that say it where not all do. */
function merged(answers: ReadonlyMap<string, readonly string[]>): string {
  const lines = new Map<string, string[]>();
  for (const [major, facts] of answers) {
    for (const fact of facts) lines.set(fact, [...(lines.get(fact) ?? []), major]);
  }
  return [...lines]
    .map(([fact, majors]) => (majors.length === answers.size ? fact : `${fact}\t${majors.join(' ')}`))
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

/** Holds a file against what the servers say, or writes it. */
function compare(file: string, answered: ReadonlyMap<string, readonly string[]>): void {
  const full = path.join(ROOT, 'charts/bkg-db/access', file);
  const text = merged(answered);
  if (process.env.UPDATE_GOLDEN) writeFileSync(full, text);
  expect(readFileSync(full, 'utf8')).toBe(text);
}

describe.each(Object.entries(modes))('%s', (name, mode) => {
  test('what the audit expects is what our own files make of a fresh server', async () => {
    const answered = new Map<string, string[]>();
    for (const release of allReleases) answered.set(release.major, await answers(release, name, sourceTree(name)));
    compare(`expected-${mode}.tsv`, answered);
  });
});

// The same in all modes, which test/db/shadow.test.ts rolls out.
test('what it expects besides where a colour of the daemon has a shadow', async () => {
  const answered = new Map<string, string[]>();
  for (const release of allReleases) {
    const [plain, shadowed] = [
      new Set(await answers(release, 'dev', sourceTree('dev'))),
      await answers(release, 'dev', shadowTree('dev')),
    ];
    expect([...plain].filter((fact) => !shadowed.includes(fact))).toEqual([]);
    const more = shadowed.filter((fact) => !plain.has(fact));
    // One daemon, and another one while it is replaced; the number is not in the file.
    const connections = 'role bkg_shadow\tmay log in, over 16 connections';
    expect(more).toContain(connections);
    answered.set(
      release.major,
      more.filter((fact) => fact !== connections),
    );
  }
  compare('expected-shadow.tsv', answered);
});
