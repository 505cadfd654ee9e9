import { htmlReport } from '../../../pipeline/plan/report/html/page';
import { markdownReport } from '../../../pipeline/plan/report/markdown';
import { expectGolden } from '../../support/golden';
import { scenarios } from './scenarios';

test.each(scenarios)('the comment and the page of $name', ({ name, comparison }) => {
  const plan = comparison();
  expectGolden(`plan/${name}.md`, `${markdownReport([plan], 60_000)}\n`);
  expectGolden(`plan/${name}.html`, `${htmlReport([plan])}\n`);
});
