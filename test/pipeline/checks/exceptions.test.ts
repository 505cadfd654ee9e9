import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyExceptions, readExceptions } from '../../../pipeline/checks/exceptions';
import { formatProblem, type Problem } from '../../../pipeline/problem';
import { temporaryFolder } from '../../support/folders';

const folder = temporaryFolder();

function exceptions(text: string) {
  const file = path.join(folder, 'exceptions.yaml');
  writeFileSync(file, text);
  return { ...readExceptions(file), file: 'exceptions.yaml' };
}

const problem: Problem = {
  rule: 'image/tag',
  severity: 'error',
  file: 'x.yaml',
  line: 1,
  column: 1,
  path: 'spec',
  message: 'm',
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'a', name: 'b' },
};
const entry = '- { rule: image/tag, kind: Deployment, namespace: a, name: b, reason: agreed }';

test('takes away the problem that it names, and no other', () => {
  const other = { ...problem, object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'a', name: 'c' } };
  expect(applyExceptions([problem, other], exceptions(`exceptions:\n${entry}\n`), true)).toEqual([other]);
});

test.each([
  [
    'matches nothing any more',
    `exceptions:\n${entry}\n`,
    'exceptions.yaml:2  remove it; Deployment b no longer breaks image/tag  [delivery/exception]',
  ],
  [
    'gives no reason',
    'exceptions:\n- { rule: image/tag, kind: Deployment, name: b }\n',
    'exceptions.yaml:2  needs rule, kind, name and reason  [delivery/exception]',
  ],
  ['is no list', 'exceptions: none\n', 'exceptions.yaml:1  needs a list called exceptions  [delivery/exception]'],
])('an exception that %s is a problem', (_name, text, expected) => {
  const found = applyExceptions([], exceptions(text), true).map((one) =>
    formatProblem({ ...one, file: path.basename(one.file) }),
  );
  expect(found).toEqual([expected]);
});

test('a partial check finds no exception stale', () => {
  expect(applyExceptions([], exceptions(`exceptions:\n${entry}\n`), false)).toEqual([]);
});
