import { htmlReport } from '../../../pipeline/plan/report/html/page';
import { script } from '../../../pipeline/plan/report/html/script';
import { style } from '../../../pipeline/plan/report/html/style';
import { markdownReport } from '../../../pipeline/plan/report/markdown';
import { expectGolden, hashOf } from '../../support/golden';
import { revisions, scenarios } from './scenarios';

/** Rows of a manifest that is on one side only: it stands in `gitops/` or a golden diff, and its scripts in files of theirs. */
const firstRows = 6;

function withoutManifests(page: string): string {
  const oneSided = /(<thead>(?:(?!<\/thead>).)*Not there(?:(?!<\/thead>).)*<\/thead><tbody>)((?:(?!<\/tbody>).)*)/gs;
  return page.replaceAll(oneSided, (_, head: string, body: string) => {
    const rows = body.split(/(?<=<\/tr>)/);
    const rest = rows.slice(firstRows);
    return `${head}${rows.slice(0, firstRows).join('')} and ${rest.length} more rows, ${hashOf(rest.join(''))} `;
  });
}

test.each(scenarios)('the comment and the page of $name', ({ name, comparison }) => {
  const plan = comparison();
  expectGolden(`plan/${name}.md`, `${markdownReport([plan], 60_000, revisions)}\n`);
  // Style and script are the same on every page, and read in their own files.
  const page = htmlReport([plan], revisions).replace(style, ' as in style.ts ').replace(script, ' as in script.ts ');
  expectGolden(`plan/${name}.html`, `${withoutManifests(page)}\n`);
});
