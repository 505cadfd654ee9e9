import { htmlReport } from '../../../pipeline/plan/report/html/page';
import { script } from '../../../pipeline/plan/report/html/script';
import { style } from '../../../pipeline/plan/report/html/style';
import { markdownReport } from '../../../pipeline/plan/report/markdown';
import { expectGolden } from '../../support/golden';
import { revisions, scenarios } from './scenarios';

test.each(scenarios)('the comment and the page of $name', ({ name, comparison }) => {
  const plan = comparison();
  expectGolden(`plan/${name}.md`, `${markdownReport([plan], 60_000, revisions)}\n`);
  // Style and script are the same on every page, and read in their own files.
  const page = htmlReport([plan], revisions).replace(style, ' as in style.ts ').replace(script, ' as in script.ts ');
  expectGolden(`plan/${name}.html`, `${page}\n`);
});
