import statements from '../charts/bkg-db/sql/statements.sql';
import { partsOfImage } from '../kubernetes/images';
import type { Finding } from './messages';
import { finding, type Rule } from './rule';
import type { Environment } from './types';

/** What has to be known of a release before it may run where people rely on it. */
export const releaseRules: readonly Rule[] = [knownStatements];

/** Where releases and their statements are written down; the database plans them after every migration. */
const file = 'charts/bkg-db/sql/statements.sql';

/** A daemon whose statements nobody knows would run on a schema that nobody has compared with it. */
function knownStatements({ tier, daemon }: Environment): Finding[] {
  // Development runs what was built a minute ago.
  if (tier === 'development') return [];
  const { tag } = partsOfImage(daemon.image);
  if (tag === undefined) {
    return [finding('daemon.image', 'unknown-release', 'names no release; write its tag in front of the digest')];
  }
  const known = releasesIn(statements);
  if (known.includes(tag)) return [];
  const last = known.at(-1) ?? '';
  return [
    finding(
      'daemon.image',
      'unknown-release',
      `is release ${tag}, whose statements ${file} does not know; add ('${tag}', '${last}') to its releases when it asks the database what ${last} asks, or ('${tag}', '${tag}') and its statements`,
    ),
  ];
}

/** The releases that have statements, in the order of the file. */
export function releasesIn(sql: string): string[] {
  const [, lines = '', rest = ''] = /\breleases \(release, asks\) as \(values([^]*?)\n\s*\),([^]*)/.exec(sql) ?? [];
  return [...lines.matchAll(/^\s*\('([^']+)', '([^']+)'\),?$/gm)].flatMap(([, release = '', asks = '']) =>
    rest.includes(`('${asks}', '`) ? [release] : [],
  );
}
