import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commandNames } from '../../main';
import { bkg } from '../support/cli';
import { ROOT } from '../support/environments';

const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const usage = bkg([]).out;

test.each(commandNames)('%s has an npm script and is in the usage', (name) => {
  expect(scripts[name]).toBe(`node scripts/run.cjs ${name}`);
  expect(usage).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});

test.each([[['help']], [['--help']], [['synth', '--help']], [['promote', 'dev', '--help']]])('%j explains', (args) => {
  expect(bkg(args)).toEqual({ code: 0, out: usage, err: '' });
});

test.each([
  [['snyth'], "there is no command 'snyth'"],
  [['synth', '--ot', 'x'], "Unknown option '--ot'"],
])('%j is wrong usage', (args, message) => {
  const ran = bkg(args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(message);
  expect(ran.err).toContain(usage);
});
