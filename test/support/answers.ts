import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnvironment } from '../../settings/read';
import { formatProblem } from '../../pipeline/problem';
import { ROOT } from './environments';

/** What a person sees after putting `text` into production.yaml; empty when all is well. */
export function answers(text: string | Buffer, file = 'production.yaml'): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-'));
  try {
    const full = path.join(folder, file);
    writeFileSync(full, text);
    const result = readEnvironment(path.parse(file).name, full);
    const problems = 'problems' in result ? result.problems : [];
    return problems.map((problem) => formatProblem({ ...problem, file: path.relative(folder, problem.file) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The real production environment with one passage replaced, and the line of the passage. */
export function production(from: string, to: string): { text: string; line: number } {
  const text = readFileSync(path.join(ROOT, 'environments/production.yaml'), 'utf8');
  const index = text.indexOf(from);
  if (index === -1) throw new Error(`production.yaml has no "${from}"`);
  return { text: text.replace(from, to), line: text.slice(0, index).split('\n').length };
}
