import type { Problem } from '../../pipeline/problem';

/** What is wrong with what says where a tree or a release comes from. */
export function provenanceProblem(file: string, message: string): Problem {
  return { rule: 'delivery/provenance', severity: 'error', file, line: 1, column: 1, path: '', message };
}
