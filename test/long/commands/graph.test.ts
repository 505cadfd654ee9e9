import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { temporaryFolder } from '../../support/folders';
import { xmlProblem } from '../../support/xml';

const temporary = temporaryFolder();

/** A folder with copies of the committed environments. */
function environments(name: string): { folder: string; edit: (file: string, from: RegExp, to: string) => void } {
  const folder = path.join(temporary, name);
  cpSync(path.join(ROOT, 'environments'), folder, { recursive: true });
  const edit = (file: string, from: RegExp, to: string) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(path.join(folder, file), text.replace(from, to));
  };
  return { folder, edit };
}

const title = (out: string) => /<title id="title">(.*?)<\/title>/.exec(out)?.[1];

test.each([
  ['svg', /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^\n]*\n<title /],
  ['dot', /^digraph "dev" \{\n[^]*\n\}\n$/],
  ['mermaid', /^flowchart BT\n {2}accTitle: /],
])('%s on standard output, and nothing else', (format, begins) => {
  const ran = bkg(['graph', '--env', 'dev', '--format', format]);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toMatch(begins);
});

test('every component with its stage and every port that is called', () => {
  const { out } = bkg(['graph', '--env', 'dev', '--format', 'mermaid']);
  expect(out).toContain('  subgraph stage_6["stage 6"]\n    _cave_daemon["cave-daemon"]\n');
  expect(out).toContain('  _cave_daemon -->|"5432"| _bkg_db\n');
  expect(out).toContain('  _clients -->|"8080"| _cave_daemon\n');
  expect(out).toContain('  _bkg_db_migration -.-> _bkg_db\n');
});

test.each(['dev', 'staging', 'production'])('the SVG of %s is XML that needs nothing else', (env) => {
  const { out } = bkg(['graph', '--env', env]);
  expect(xmlProblem(out)).toBeUndefined();
  expect(title(out)).toBe(`Components of ${env} by stage, and who calls whom`);
  expect(out).toMatch(/<desc id="description">Stage 0: platform\. /);
  expect(out).toContain('@media screen and (prefers-color-scheme: dark)');
  expect(out.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|href|<script|<image|@import/);
});

test('the same bytes whatever the locale and the time zone', () => {
  const [first, second] = [
    bkg(['graph', '--format', 'svg'], { LC_ALL: 'C', TZ: 'UTC' }),
    bkg(['graph', '--format', 'svg'], { LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' }),
  ];
  expect(second.out).toBe(first.out);
});

describe('without --env', () => {
  const { folder } = environments('tiers');

  test('production', () => {
    expect(title(bkg(['graph', '--environments', folder]).out)).toMatch(/ production /);
  });

  test('staging where there is no production, the first by name of several', () => {
    rmSync(path.join(folder, 'production.yaml'));
    const copy = readFileSync(path.join(folder, 'staging.yaml'), 'utf8').replaceAll(
      /(?<=bkg-)staging(?=-)|staging(?=\.bkg)/g,
      'qa',
    );
    writeFileSync(path.join(folder, 'qa.yaml'), copy);
    expect(title(bkg(['graph', '--environments', folder]).out)).toMatch(/ qa /);
  });

  test('development where there is nothing else', () => {
    for (const name of ['qa', 'staging']) rmSync(path.join(folder, `${name}.yaml`));
    expect(title(bkg(['graph', '--environments', folder]).out)).toMatch(/ dev /);
  });
});

test('a setting that ends a connection takes it out of the picture', () => {
  const { folder, edit } = environments('unprobed');
  const draw = () => bkg(['graph', '--environments', folder, '--env', 'dev', '--format', 'mermaid']).out;
  expect(draw()).toContain('_monitoring -->|"3000"| _admin_ui');
  edit('dev.yaml', / {2}probes:\n {4}image: .*\n/, '');
  expect(draw()).not.toContain('_monitoring -->|"3000"| _admin_ui');
});

test('mistakes in the file are listed; those in other files are not about this picture', () => {
  const { folder, edit } = environments('mistakes');
  edit('dev.yaml', / {2}plannedSandboxes: 2/, '  plannedSandboxs: 2');
  const ran = bkg(['graph', '--environments', folder, '--env', 'dev']);
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toMatch(
    /dev\.yaml:\d+ {2}kernel\.plannedSandboxs: no such field; did you mean 'plannedSandboxes' {2}\[/,
  );
  expect(bkg(['graph', '--environments', folder, '--env', 'production']).code).toBe(0);
  // Which tier is the highest, only the whole folder can say.
  expect(bkg(['graph', '--environments', folder]).code).toBe(1);
});

test.each([
  [['--env', 'prodution'], "there is no environment 'prodution' in 'environments'; did you mean 'production'"],
  [['--format', 'png'], "--format wants svg, dot, mermaid or json, not 'png'"],
  [['--environments', 'nowhere'], "there is no folder 'nowhere'"],
  [['--colour'], "there is no option '--colour'"],
  [['nowhere'], "there is no file or folder 'nowhere'"],
])('%j is wrong usage', (args, message) => {
  const ran = bkg(['graph', ...args]);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(message);
});
