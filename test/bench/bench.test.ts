import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { names, parse, usage } from '../../scripts/bench/options.mjs';
import { verdict } from '../../scripts/bench/verdict.mjs';
import { ROOT } from '../support/environments';

test.each([
  ['below the bound', 2.62, 1, true, '2.62 of 3 (87 %)'],
  ['below the bound, with a tolerance', 2.62, 1.5, true, '2.62 of 3 (87 %)'],
  ['at the bound', 3, 1, false, '3.00 of 3 (100 %), too much'],
  ['between the bound and the tolerance', 3.13, 1.5, true, '3.13 of 3 (104 %), accepted below 4.5'],
  ['above the bound', 3.13, 1, false, '3.13 of 3 (104 %), too much'],
  ['at the tolerance', 4.5, 1.5, false, '4.50 of 3 (150 %), too much'],
  ['above the tolerance', 6, 1.5, false, '6.00 of 3 (200 %), too much'],
])('a ratio %s', (_, measured, tolerance, accepted, text) => {
  expect(verdict(measured, 3, tolerance)).toEqual({ accepted, text });
});

test.each([
  ['nothing', [], { names, tolerance: 1 }],
  ['a tolerance', ['--tolerance', '1.5'], { names, tolerance: 1.5 }],
  ['a name', ['synth'], { names: ['synth'], tolerance: 1 }],
  ['help', ['synth', '--help'], { help: true }],
  ['what is not measured', ['speed'], { wrong: "there is no measurement 'speed'" }],
  ['a tolerance below one', ['--tolerance', '0.5'], { wrong: "--tolerance is a number from 1 on, not '0.5'" }],
  ['a tolerance in words', ['--tolerance', 'much'], { wrong: "--tolerance is a number from 1 on, not 'much'" }],
  ['an unknown option', ['--fast'], { wrong: "Unknown option '--fast'" }],
])('asked for %s', (_, args, asked) => {
  expect(parse(args)).toEqual(asked);
});

test.each([
  [['--help'], { status: 0, stdout: usage, stderr: '' }],
  [['speed'], { status: 2, stdout: '', stderr: `there is no measurement 'speed'\n\n${usage}` }],
])('%j answers at once', (args, answer) => {
  const script = path.join(ROOT, 'scripts/bench/run.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual(answer);
});
