import path from 'node:path';
import { environmentFiles, readEnvironment } from '../../settings/read';
import { formatProblem } from '../../pipeline/problem';
import { readCatalogue } from '../../commands/bootstrap/catalogue';
import { bootstrapPages } from './bootstrap-page';
import { disasterPage } from './disaster-page';
import { loadTestFiles } from './load-test';
import { platformPage } from './platform-page';
import { restorePage } from './restore-page';
import { rulesPage } from './rules-page';
import { seccompPage } from './seccomp-page';
import { terraformFiles } from './terraform';

/** Pages of docs/ and files of deploy/load-test/ and deploy/terraform/examples/ that are made from the code and the environments: path → text. Throws on an environment with mistakes. */
export function pages(root: string = process.cwd()): Map<string, string> {
  const environments = environmentFiles(path.join(root, 'environments')).map(({ name, file }) => {
    const result = readEnvironment(name, file);
    if ('environment' in result) return result.environment;
    throw new Error(result.problems.map(formatProblem).join('\n'));
  });
  return new Map([
    ...bootstrapPages(environments, readCatalogue(path.join(root, 'deploy/operators.yaml'))),
    ['docs/platform.md', platformPage(environments)],
    ['docs/rules.md', rulesPage()],
    ['docs/seccomp.md', seccompPage()],
    ['docs/runbooks/disaster.md', disasterPage(environments)],
    ['docs/runbooks/restore-the-database.md', restorePage(environments)],
    ...loadTestFiles(environments),
    ...terraformFiles(environments),
  ]);
}
