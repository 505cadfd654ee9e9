import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accessBlock, accessQuery } from '../../charts/bkg-db/access';
import { environment, manifests, ROOT } from '../support/environments';
import { addTree, Database, modes } from './support/platform';
import { allReleases, type Release } from './support/releases';
import { startServer } from './support/servers';
import type { Rendered } from './support/tree';

/** What a fresh server says of itself after the roles, the migrations and all files but the audit. */
async function answers(release: Release, name: string): Promise<string[]> {
  const server = await startServer(release);
  try {
    const database = await new Database(server, 'fresh', `${name} from source`, 'template0', modes[name]).withRoles();
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

describe.each(Object.entries(modes))('%s', (name, mode) => {
  const objects = manifests(environment(name)).filter(({ metadata }) => metadata.namespace?.endsWith('bkg-db'));
  addTree(`${name} from source`, objects as unknown as Rendered[]);

  test('what the audit expects is what our own files make of a fresh server', async () => {
    const answered = new Map<string, string[]>();
    for (const release of allReleases) answered.set(release.major, await answers(release, name));
    const file = path.join(ROOT, `charts/bkg-db/access/expected-${mode}.tsv`);
    const text = merged(answered);
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
