import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './support/environments';

const generated = ['node_modules', 'dist', 'lib', 'gitops', '.git'];

function pagesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return generated.includes(entry.name) ? [] : pagesBelow(name);
    return name.endsWith('.md') ? [name] : [];
  });
}

/** Targets of links and pictures, outside code. */
function targetsIn(markdown: string): string[] {
  const prose = markdown.replace(/^(```|~~~)[^]*?^\1/gm, '').replace(/`[^`\n]*`/g, 'code');
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].map(([, target = '']) => target);
}

/** The anchor that GitHub gives to a heading: lower case, no punctuation, dashes for spaces. */
function anchor(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function problemOf(page: string, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [file = '', fragment] = target.split('#');
  const found = file === '' ? page : path.posix.join(path.posix.dirname(page), decodeURIComponent(file));
  if (!existsSync(path.join(ROOT, found))) return `${page}: there is no ${target}`;
  if (fragment === undefined || !found.endsWith('.md')) return undefined;
  const headings = readFileSync(path.join(ROOT, found), 'utf8').matchAll(/^#+ (.*)$/gm);
  const anchors = [...headings].map(([, heading = '']) => anchor(heading));
  return anchors.includes(fragment) ? undefined : `${page}: ${found} has no heading for #${fragment}`;
}

const pages = pagesBelow('.');

test('every link in a page leads somewhere', () => {
  expect(pages.length).toBeGreaterThan(20);
  const links = pages.flatMap((page) =>
    targetsIn(readFileSync(path.join(ROOT, page), 'utf8')).map((target) => problemOf(page, target)),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter((problem) => problem !== undefined)).toEqual([]);
});

test('README leads to every page of docs', () => {
  const targets = targetsIn(readFileSync(path.join(ROOT, 'README.md'), 'utf8'));
  const wanted = pages.filter((page) => /^docs\/[^/]+\.md$/.test(page));
  expect(wanted.filter((page) => !targets.includes(page))).toEqual([]);
});

test.each([
  ['README.md', 'docs/nowhere.md', 'README.md: there is no docs/nowhere.md'],
  ['docs/rules.md', '../README.md#no-such-heading', 'docs/rules.md: README.md has no heading for #no-such-heading'],
  ['docs/rules.md', '../README.md#the-tree', undefined],
  ['README.md', 'https://semver.org', undefined],
])('a link in %s to %s', (page, target, problem) => {
  expect(problemOf(page, target)).toBe(problem);
});

test('pictures are small', () => {
  for (const name of readdirSync(path.join(ROOT, 'docs/pictures')))
    expect(statSync(path.join(ROOT, 'docs/pictures', name)).size).toBeLessThan(150_000);
});
