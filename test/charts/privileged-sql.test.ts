import type { Environment } from '../../settings/types';
import { environment, manifests } from '../support/environments';
import { draining, rolloutStep } from '../support/rollout';

/**
 * What is wrong with SQL that a privileged role runs in a database in which others make objects. With Postgres' own schema
 * as the whole search path, a name of ours without a schema is not found at all: `npm run test:db` runs every file.
 */
function faults(text: string): string[] {
  const sql = text.replaceAll(/--.*$/gm, '');
  const statements = sql.replaceAll(/^\\(?:getenv|echo|warn|if|else|endif|i|!).*$/gm, '').trim();
  const found: string[] = [];
  if (!statements.startsWith('set search_path = pg_catalog;')) found.push('does not begin with its search path');
  // An aggregate over nothing, or over a null, is null, and a null is neither a problem nor none.
  for (const [, aggregate] of sql.matchAll(/\b(string_agg|array_agg|bool_or|bool_and|every)\s*\(/g)) {
    found.push(`judges by ${aggregate}`);
  }
  for (const [header = '', name] of sql.matchAll(/create (?:or replace )?function ([\w.]+)[^$]*\$\$/g)) {
    if (!header.includes('set search_path = ')) found.push(`function ${name} has no search path of its own`);
  }
  return found;
}

/** SQL files of an environment by where they are, and other texts in which psql is called. */
function texts(env: Environment): { files: [string, string][]; calls: [string, string][] } {
  const objects = manifests(env);
  const data = objects
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap((object) =>
      Object.entries((object as { data?: Record<string, string> }).data ?? {}).map(([file, text]): [string, string] => [
        `${object.metadata.name}/${file}`,
        text,
      ]),
    );
  const commands = objects
    .filter(({ kind }) => ['CronJob', 'Job'].includes(kind))
    .flatMap(({ metadata, spec }) =>
      [...JSON.stringify(spec).matchAll(/"(#!\/bin\/sh(?:[^"\\]|\\.)*)"/g)].map(([, script = '']): [string, string] => [
        metadata.name,
        JSON.parse(`"${script}"`) as string,
      ]),
    );
  return {
    files: data.filter(([file]) => file.endsWith('.sql')),
    calls: [...data.filter(([file]) => file.endsWith('.sh')), ...commands].filter(([, text]) => /\bpsql\b/.test(text)),
  };
}

const names = ['dev', 'staging', 'production'];

describe.each([
  ...names.map((name) => ({ title: name, env: environment(name) })),
  ...names.map((name) => ({ title: `${name} with a shadow`, env: rolloutStep('shadow', name) })),
  { title: 'production while the daemon drains', env: draining() },
])('$title', ({ env }) => {
  const { files, calls } = texts(env);

  test('there is something to look at', () => {
    expect(files.length).toBeGreaterThan(8);
    expect(calls.length).toBeGreaterThan(1);
  });

  test.each(files)('%s', (_file, text) => {
    expect(faults(text)).toEqual([]);
  });

  test.each(calls)('every statement that %s asks by itself has a search path', (_script, text) => {
    for (const [call] of text.matchAll(/^[^#\n]*\bpsql\b(?:.*\\\n)*.*$/gm)) {
      const path = /search_path=pg_catalog/.test(text) || /<<'SQL'\n(?:\\echo.*\n)*\\i \/sql\/lock\.sql/.test(text);
      expect({ call, path }).toEqual({ call, path: true });
    }
  });
});

test.each([
  ['select 1;', 'does not begin with its search path'],
  ['set search_path = public;\nselect 1;', 'does not begin with its search path'],
  ['set search_path = pg_catalog;\nselect string_agg(x, y) from bkg.t;', 'judges by string_agg'],
  [
    'set search_path = pg_catalog;\ncreate function bkg.f() returns int language sql as $$ select 1 $$;',
    'function bkg.f has no search path of its own',
  ],
])('%j: %s', (text, fault) => {
  expect(faults(text)).toEqual([fault]);
});

test.each([
  '-- why\n\\getenv x X\nset search_path = pg_catalog;\nwith a as (select 1) select * from a join pg_roles using (x);',
  'set search_path = pg_catalog;\nselect * from unnest(array[1]) x;',
])('%j has no fault', (text) => {
  expect(faults(text)).toEqual([]);
});
