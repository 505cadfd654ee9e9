import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Database } from './platform';
import type { Rendered } from './tree';

/** In the message of whatever was planted, when somebody calls it. */
export const planted = 'PLANTED';

/** Every text of an environment that may hold SQL: files of ConfigMaps, and commands of containers. */
export function sqlTexts(objects: readonly Rendered[]): string {
  const ours = objects.filter(({ metadata }) => metadata.namespace?.endsWith('bkg-db'));
  return JSON.stringify(ours.map(({ data, spec }) => [data, spec]));
}

/**
 * Statements that plant, in a schema, something better or as well typed for every function and operator of Postgres whose
 * name stands in a text, with an exception as its body: all signatures there are, and all that few types make.
 */
export function plant(schema: string, text: string): string {
  const words = [...new Set(text.match(/[a-z_][a-z0-9_]*/g))].map((word) => `'${word}'`);
  const symbols = [...new Set(text.match(/[-+*/<>=~!@#%^&|`?]{1,4}/g))].map((symbol) => `'${symbol}'`);
  return readFileSync(path.join(__dirname, 'plant.sql'), 'utf8')
    .replaceAll(':schema', schema)
    .replace(':words', words.join(', '))
    .replace(':symbols', symbols.join(', '));
}

/** How many functions and operators somebody has planted. */
export function plants(database: Database): [functions: number, operators: number] {
  const count = (table: string, name: string) =>
    Number(
      database.asSuperuser(
        `set search_path = pg_catalog; select count(*) from ${table} where pg_get_userbyid(${name}) = 'bkg_service'`,
      ).out,
    );
  return [count('pg_proc', 'proowner'), count('pg_operator', 'oprowner')];
}
