import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './support/environments';

/**
 * Who may import whom: the rooms of this repository, and packages behind `npm:` (`npm:x` stands for all that begins
 * with it). A file belongs to the room with the longest matching name. What ends in `:types` may be imported for its
 * types only, which leave nothing behind at run time.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  environments: [],
  kubernetes: [],
  imports: ['npm:@kubernetes-models/', 'npm:kubernetes-models'],
  'charts/constructs': ['kubernetes', 'settings/facts', 'npm:cdk8s', 'npm:constructs', 'node:crypto'],
  charts: [
    'charts/constructs',
    'kubernetes',
    'imports:types',
    'settings/facts',
    'settings/types:types',
    'npm:cdk8s',
    'npm:constructs',
    'npm:js-yaml',
  ],
  // Files without imports: what charts and rules alike have to know of the platform.
  'settings/facts': [],
  'settings/types': [],
  settings: [
    'settings/facts',
    'settings/types',
    'pipeline',
    'pipeline/objects',
    'pipeline/yaml',
    'environments',
    'kubernetes',
    'node:',
    'npm:ajv',
  ],
  'pipeline/yaml': ['kubernetes', 'pipeline', 'npm:js-yaml', 'npm:yaml'],
  'pipeline/objects': ['pipeline/yaml', 'pipeline', 'kubernetes', 'node:'],
  'pipeline/checks': [
    'pipeline/objects',
    'pipeline/publish/tree',
    'pipeline/yaml',
    'pipeline',
    'kubernetes',
    'node:',
    'npm:@marcbachmann/cel-js',
    'npm:@prometheus-io/lezer-promql',
  ],
  'pipeline/publish/git': ['pipeline/publish/tree', 'node:'],
  'pipeline/picture': ['pipeline/objects', 'pipeline', 'kubernetes'],
  'pipeline/plan': [
    'pipeline/objects',
    'pipeline/publish/git',
    'pipeline/picture',
    'pipeline/publish/tree',
    'pipeline/yaml',
    'pipeline',
    'kubernetes',
    'node:',
  ],
  'pipeline/publish/package': [
    'pipeline/publish/tree',
    'pipeline/yaml',
    'kubernetes',
    'node:crypto',
    'npm:fflate',
    'npm:tar/header',
  ],
  'pipeline/publish/promotion': ['pipeline/yaml', 'pipeline', 'kubernetes', 'node:', 'npm:yaml'],
  'pipeline/publish/provenance': ['pipeline/publish/tree', 'node:', 'npm:@sigstore/', 'npm:tweetnacl'],
  'pipeline/publish/release': [
    'pipeline/publish/git',
    'pipeline/publish/package',
    'pipeline/publish/provenance',
    'pipeline/publish/tree',
    'node:',
  ],
  'pipeline/publish/tree': ['pipeline/yaml', 'pipeline', 'node:'],
  pipeline: ['kubernetes'],
  commands: [
    'charts',
    'settings',
    'settings/facts',
    'settings/types:types',
    'kubernetes',
    'pipeline',
    'pipeline/',
    'node:',
    'npm:yaml',
    'npm:commander',
  ],
  main: ['commands', 'pipeline', 'node:'],
  // Makes all that is generated, from everybody else; nobody imports it.
  'scripts/import': [
    'charts',
    'commands',
    'settings',
    'settings/types',
    'kubernetes',
    'pipeline',
    'pipeline/',
    'node:',
    'npm:js-yaml',
    'npm:ts-json-schema-generator',
    'npm:typescript',
  ],
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => `${folder}/${file}`)
    .sort();
}

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !(ts.isExportDeclaration(statement) && statement.moduleSpecifier)) return [];
    const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
    const typeOnly = isImport ? statement.importClause?.isTypeOnly === true : statement.isTypeOnly;
    return [{ file, target: targetOf(file, specifier), typeOnly }];
  });
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  if (!specifier.startsWith('.')) return `npm:${specifier}`;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
}

/** The room of a file; packages are their own. */
function roomOf(file: string): string {
  const names = Object.keys(rooms).filter(
    (room) => file === room || file === `${room}.ts` || file.startsWith(`${room}/`),
  );
  return names.sort((a, b) => b.length - a.length)[0] ?? file;
}

function isAllowed({ file, target, typeOnly }: Import): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to) return true;
  return (rooms[from] ?? []).some((entry) => {
    if (entry.endsWith(':types')) return typeOnly && to === entry.slice(0, -':types'.length);
    return to === entry || (/[:/]/.test(entry) && to.startsWith(entry) && (entry.endsWith('/') || entry.includes(':')));
  });
}

const all = [...new Set(Object.keys(rooms).map((room) => room.split('/')[0] ?? ''))]
  .filter((folder) => folder !== 'environments')
  .flatMap((folder) => (folder === 'main' ? ['main.ts'] : sources(folder)))
  .flatMap(importsOf);

test('every import stays inside its room', () => {
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter((found) => !isAllowed(found)).map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test.each([
  ['charts/web-ui/index.ts', 'settings/read', false],
  ['charts/web-ui/index.ts', 'settings/types', false],
  ['charts/web-ui/index.ts', 'node:fs', false],
  ['charts/constructs/pod.ts', 'charts/places', false],
  ['charts/constructs/pod.ts', 'settings/types', true],
  ['pipeline/checks/index.ts', 'charts', false],
  ['settings/rules.ts', 'charts/bkg-db/index', false],
  ['settings/image-rules.ts', 'charts/bkg-db/sql/policies.sql', false],
  ['settings/facts/labels.ts', 'kubernetes/access', false],
  ['pipeline/checks/index.ts', 'npm:cdk8s', false],
  ['pipeline/publish/tree/write.ts', 'settings/read', false],
  ['pipeline/picture/model.ts', 'charts', false],
  ['kubernetes/quantity.ts', 'node:fs', false],
  ['kubernetes/quantity.ts', 'settings/facts/isolation-ladder', false],
  ['pipeline/plan/side-by-side.ts', 'settings/facts/labels', false],
  ['pipeline/publish/provenance/statement.ts', 'settings/facts/provenance', false],
  ['main.ts', 'charts', false],
  ['commands/synth.ts', 'scripts/import/pages', false],
  ['scripts/import/pages.ts', 'npm:cdk8s', false],
])('%s may not import %s', (file, target, typeOnly) => {
  expect(isAllowed({ file, target, typeOnly })).toBe(false);
});

/** The platform, its parts and its names; `bkg-deploy` is what the program itself is called. */
const platformWords = /\bbkg(?!-deploy\b|\w)|\bcave\b|bkg\.dev|admin-ui|web-app|sandbox/i;

/** Examples show people what they know; what a rule does may not depend on it. */
function withoutExamples(text: string): string {
  return text.replaceAll(/^ *example:\s+(?:'[^']*'|`[^`]*`|"[^"]*"),$/gm, '');
}

test.each(['pipeline', 'kubernetes'])('%s knows nothing of this platform', (folder) => {
  const knowing = sources(folder).flatMap((file) => {
    const [word] = platformWords.exec(withoutExamples(readFileSync(path.join(ROOT, file), 'utf8'))) ?? [];
    return word === undefined ? [] : [`${file} says ${word}`];
  });
  expect(knowing).toEqual([]);
});

test.each([
  ["const label = 'bkg.dev/environment';", true],
  ['/** As in cave-daemon. */', true],
  ["  example: '`cave-daemon` twice',\n", false],
  ["const marker = '# Rendered by bkg-deploy from ';", false],
])('%j names the platform: %s', (text, isNamed) => {
  expect(platformWords.test(withoutExamples(text))).toBe(isNamed);
});

test('charts know no environment by name', () => {
  const branches = sources('charts').filter((file) =>
    /(?:if|\?|===|switch).*\benv(?:ironment)?\.(?:name|tier)\b|\benv(?:ironment)?\.(?:name|tier)\b\s*(?:===|!==|\?)/.test(
      readFileSync(path.join(ROOT, file), 'utf8'),
    ),
  );
  expect(branches).toEqual([]);
});

test('charts read neither the process nor the clock', () => {
  const impure = /process\.|Date\.now|new Date\(|Math\.random|randomUUID|performance\./;
  expect(sources('charts').filter((file) => impure.test(readFileSync(path.join(ROOT, file), 'utf8')))).toEqual([]);
});
