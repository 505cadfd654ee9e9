// Writes down a release of the daemon that asks the database what the one before it asks: `npm run -s add-release -- 0.2.0`.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.argv[3] ?? 'settings/facts/statements.sql';
const release = process.argv[2] ?? '';
if (!/^\w[\w.-]*$/.test(release))
  fail(`add-release wants the tag of the daemon's image, such as 0.2.0, not '${release}'`);

const sql = readFileSync(file, 'utf8');
const [last, line, asks] = /\n( *\('[^']+', '([^']+)'\))(?=\n *\), statements )/.exec(sql) ?? [];
if (last === undefined) fail(`${file}: its releases are not where they were`);
if (sql.includes(`\n      ('${release}', '`)) fail(`${file} knows ${release} already`);
writeFileSync(
  file,
  sql.replace(last, () => `\n${line},\n      ('${release}', '${asks}')`),
);
console.log(`${file}: ${release} asks what ${asks} asks; the Job of the policies plans it at the next roll-out`);

function fail(message) {
  console.error(message);
  process.exit(2);
}
