import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();
const environments = path.join(temporary, 'environments');
const tree = path.join(temporary, 'gitops');
const file = (name: string) => path.join(environments, `${name}.yaml`);
const text = (name: string) => readFileSync(file(name), 'utf8');
const promote = (...args: string[]) => bkg(['promote', ...args, '--environments', environments, '--to', tree]);

const released = `cave-kernel:0.2.0@sha256:${'b'.repeat(64)}`;

beforeAll(() => {
  cpSync(path.join(ROOT, 'environments'), environments, { recursive: true });
  cpSync(path.join(ROOT, 'gitops'), tree, { recursive: true });
  writeFileSync(file('staging'), text('staging').replace(/cave-kernel:0\S+/, released));
});

test('what staging does not run is no release', () => {
  const before = text('production');
  for (const args of [[], ['--component', 'cave-kernel']]) {
    const ran = promote('staging', 'production', ...args);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/staging\.yaml:\d+ {2}kernel\.image: .* is not what staging runs; publish staging first/);
  }
  expect(text('production')).toBe(before);
});

test('a release moves on, and nothing else', () => {
  expect(bkg(['publish', '--environments', environments, '--to', tree]).code).toBe(0);
  const before = text('production');
  const { mode } = statSync(file('production'));
  const ran = promote('staging', 'production');
  expect(ran).toMatchObject({
    code: 0,
    out: 'cave-kernel  kernel.image: 0.1.0@sha256:929db82f3e52 → 0.2.0@sha256:bbbbbbbbbbbb\n',
  });
  // The sites are built for their environment.
  expect(ran.err.split('\n').map((line) => line.split(' ')[0])).toEqual(['adminUi.image', 'webApp.image', '']);
  expect(text('production')).toBe(before.replace(/cave-kernel:0\S+/, released));
  expect(statSync(file('production')).mode).toBe(mode);
  expect(promote('staging', 'production')).toMatchObject({ code: 0, out: `${file('production')} is up to date\n` });
});

test.each([
  [['staging'], /promote wants two environments/],
  [['staging', 'staging'], /two different environments/],
  [['staging', 'prod'], /there is no environment 'prod'/],
  [['staging', 'production', '--component', 'cave-deamon'], /did you mean 'cave-daemon'/],
])('wrong usage: %j', (args, message) => {
  const ran = promote(...args);
  expect(ran.code).toBe(2);
  expect(ran.err).toMatch(message);
});

test('of two colours the image that callers reach moves on, as that of the daemon', () => {
  const [, blue = ''] = /^ {2}image: (.*cave-daemon:.*)$/m.exec(text('staging')) ?? [];
  const green = blue.replace(/[a-f0-9]{64}$/, 'd'.repeat(64));
  const before = [text('staging'), text('production')];
  const step = (active: string) => {
    const rollout = `{ active: ${active}, blue: { image: ${blue} }, green: { image: ${green} } }`;
    writeFileSync(file('staging'), before[0]?.replace(blue, `${green}\n  rollout: ${rollout}`) ?? '');
    expect(bkg(['publish', '--environments', environments, '--to', tree])).toMatchObject({ code: 0 });
    return promote('staging', 'production');
  };
  expect(step('blue')).toMatchObject({ code: 0, out: `${file('production')} is up to date\n` });
  expect(step('green').out).toBe('cave-daemon  daemon.image: 0.1.0@sha256:ee112ae9daa8 → 0.1.0@sha256:dddddddddddd\n');
  // Where there are two colours as well, somebody says which of them gets it.
  const colours = `{ active: blue, blue: { image: ${blue} } }`;
  writeFileSync(file('production'), before[1]?.replace(blue, `${blue}\n  rollout: ${colours}`) ?? '');
  expect(promote('staging', 'production').err).toMatch(
    /daemon\.image: is run by no colour; write it into daemon\.rollout\.blue\.image, or add the other colour with it/,
  );
  writeFileSync(file('staging'), before[0] ?? '');
  writeFileSync(file('production'), before[1] ?? '');
});

test('an image of a base moves on only where somebody writes it', () => {
  const base = path.join(environments, 'base.yaml');
  writeFileSync(base, text('production').replace(released, `cave-kernel:0.1.0@sha256:${'c'.repeat(64)}`));
  writeFileSync(file('production'), 'extends: base.yaml\n');
  const before = readFileSync(base, 'utf8');
  const ran = promote('staging', 'production');
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(
    /production\.yaml:1 {2}kernel\.image: comes from .*base\.yaml; write ".*" into one of both, /,
  );
  expect([readFileSync(base, 'utf8'), text('production')]).toEqual([before, 'extends: base.yaml\n']);
});
