import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { table } from '../../../commands/line/table';
import { commandNames } from '../../../main';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';

const { scripts, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const usage = bkg([]).out;

test.each(commandNames)('%s has an npm script, and is in the help', (name) => {
  expect(scripts[name]).toBe(`node scripts/run.cjs ${name}`);
  expect(usage).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});

test.each(table.map((line) => [line.name, line] as const))('%s explains each of its options', (name, line) => {
  const { code, out, err } = bkg([name, '--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(new RegExp(`^usage: bkg-deploy ${name} `));
  for (const { flags, description } of line.command().options) {
    expect(out).toContain(`  ${flags} `);
    expect(description).toMatch(/^[a-zA-Z-].*[^.]$/);
  }
});

test.each([[['help']], [['--help']], [['-h']], [['help', '--help']]])('%j lists the commands', (args) => {
  expect(bkg(args)).toEqual({ code: 0, out: usage, err: '' });
});

test.each([
  ['promote', ['promote', 'dev', '--help']],
  ['synth', ['synth', '--out', '--help']],
  ['publish', ['publish', '--commit', '-h']],
  ['plan', ['help', 'plan']],
  ['plan', ['plan', '--max-length', 'x', '--help']],
])('the help of %s, whatever else stands there: %j', (name, args) => {
  expect(bkg(args)).toEqual({ code: 0, out: bkg([name, '--help']).out, err: '' });
});

test('the version is that of the package', () => {
  expect(bkg(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test.each([
  [['snyth'], "there is no command 'snyth'; did you mean 'synth'"],
  [['snyth', '--help'], "there is no command 'snyth'; did you mean 'synth'"],
  [['deploy-everything'], "there is no command 'deploy-everything'; see bkg-deploy --help"],
  [['--versoin'], "there is no option '--versoin'; did you mean '--version'"],
  [['synth', '--ot', 'x'], "there is no option '--ot'; did you mean '--out'"],
  [['synth', '--zzzz'], "there is no option '--zzzz'; see bkg-deploy synth --help"],
  [['verify', 'dev'], 'verify takes no names; see bkg-deploy verify --help'],
  [['release'], 'release wants a version, such as: release --version 1.2.3'],
  [['release', '--version', '1.2.3', '--identity', 'x'], '--identity, --issuer and --trusted-root go together'],
  [
    ['release', '--version', '1.2.3', '--dry-run', '--registry', 'registry.example/bkg'],
    '--dry-run has a key and a registry of its own; leave out --key, --identity and --registry',
  ],
  [
    ['release', '--version', '1.2.3', '--dry-run', '--key', 'cosign.key'],
    '--dry-run has a key and a registry of its own; leave out --key, --identity and --registry',
  ],
  [
    ['release', '--version', '1.2.3', '--key', 'a', '--identity', 'b'],
    'who signs? --key and --identity do not go together',
  ],
  [['verify', '--release', 'docs'], 'whose release? say --key cosign.pub, or --identity, --issuer and --trusted-root'],
  [
    ['verify', '--version', '1.2.3'],
    '--version, --identity, --issuer and --trusted-root are about a release; add --release DIR',
  ],
  [
    ['verify', '--release', 'docs', '--identity', 'x', '--issuer', 'y', '--trusted-root', 'package.json'],
    'package.json is not a trusted root of Sigstore',
  ],
  [['plan', '--from'], '--from wants a value; see bkg-deploy plan --help'],
  [['plan', '--from', '--to', 'x'], "--from wants a value, not the option '--to'"],
  [['plan', '--format', 'x'], "--format wants text, json, markdown or html, not 'x'"],
  [['synth', '--shard', '3/2'], "--shard wants I/N with I from 1 to N, not '3/2'"],
  [['completion'], 'completion wants one of bash, zsh and fish'],
  [['completion', 'fihs'], "there is no shell 'fihs' in 'completion'; did you mean 'fish'"],
])('%j is wrong usage, and says so in one line', (args, message) => {
  expect(bkg(args)).toEqual({ code: 2, out: '', err: `${message}\n` });
});

/** What bash offers at the end of a line. */
function offered(...words: string[]): string[] {
  const script = `${bkg(['completion', 'bash']).out}
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _bkg_deploy; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

test('bash completes commands, options and their values, and leaves the rest to files', () => {
  expect(offered('bkg-deploy', 'p')).toEqual(['plan', 'publish', 'package', 'promote']);
  expect(offered('bkg-deploy', 'plan', '--fr')).toEqual(['--from']);
  expect(offered('bkg-deploy', 'graph', '--env', 'dev', '--format', '')).toEqual(['svg', 'dot', 'mermaid', 'json']);
  expect(offered('bkg-deploy', 'synth', '--out', '')).toEqual(['']);
});

test.each(['zsh', 'fish'])('%s is told every command and option', (shell) => {
  const { out } = bkg(['completion', shell]);
  const flags = table.slice(0, -1).flatMap((line) => line.command().options.map(({ long }) => long?.slice(2) ?? ''));
  for (const word of [...commandNames.filter((name) => name !== 'completion'), ...flags]) expect(out).toContain(word);
});

test('whoever reads the output may stop', () => {
  const script = `"$0" scripts/run.cjs plan --from gitops/dev --to gitops/staging | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath], { cwd: ROOT, encoding: 'utf8' });
  expect({ stderr, code: stdout.trimEnd().split('\n').at(-1) }).toEqual({ stderr: '', code: '1' });
});
