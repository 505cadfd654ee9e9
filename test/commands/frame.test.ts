import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { frameOf } from '../../commands/frame';
import type { Problem } from '../../pipeline/problem';
import { temporaryFolder } from '../support/folders';

const file = path.join(temporaryFolder(), 'dev.yaml');
const lines = Array.from({ length: 11 }, (_, index) => `key${index + 1}: value`);
writeFileSync(
  file,
  `${lines
    .with(4, `url: https://u:hunter22@x.example/${'y'.repeat(200)}`)
    .with(9, 'a: \u001b[31m')
    .join('\n')}\n`,
);

const problem = (line: number, column: number, more: Partial<Problem> = {}): Problem => ({
  ...{ rule: 'environment/minimum', severity: 'error', file, line, column, path: 'a', message: 'x' },
  ...more,
});

test('two lines around, and a mark', () => {
  expect(frameOf(problem(8, 7))).toEqual([
    '   6 | key6: value',
    '   7 | key7: value',
    '>  8 | key8: value',
    '     |       ^',
    '   9 | key9: value',
    '  10 | a: \\u001b[31m',
  ]);
});

test('at the beginning and at the end', () => {
  expect(frameOf(problem(1, 1))).toEqual(['> 1 | key1: value', '    | ^', '  2 | key2: value', '  3 | key3: value']);
  expect(frameOf(problem(11, 1)).at(-2)).toBe('> 11 | key11: value');
});

test('a secret is not shown, and a long line not as a whole', () => {
  const [, , shown = ''] = frameOf(problem(5, 6));
  expect(shown).toContain('> 5 | url: https://');
  expect(shown).not.toContain('hunter22');
  expect(shown.length).toBeLessThan(140);
});

test.each([
  ['of a rendered object', problem(1, 1, { rule: 'value/port' }), 0],
  ['of one that is from a field', problem(1, 1, { rule: 'value/port', places: [] }), 4],
  ['of a file that is not there', problem(1, 1, { file: `${file}.not` }), 0],
  ['beyond the end', problem(12, 1), 0],
])('a problem %s', (_, one, count) => {
  expect(frameOf(one)).toHaveLength(count);
});
