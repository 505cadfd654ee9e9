import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { htmlReport } from '../../pipeline/plan/report/html/page';
import { temporaryFolder } from '../support/folders';
import { ROOT } from '../support/environments';
import { revisions, scenarios } from '../pipeline/plan/scenarios';
import { findChromium } from './chromium';
import { collisionsIn } from './collisions';
import { eventually } from './eventually';

const temporary = temporaryFolder();
/** Where to look at what the browser drew: `SCREENSHOTS=dist/screenshots npm run test:browser`. */
const screenshots = process.env.SCREENSHOTS && path.resolve(ROOT, process.env.SCREENSHOTS);
const phone = { viewport: { width: 360, height: 740 } };

let browser: Browser;
const pages = new Map(scenarios.map(({ name }) => [name, path.join(temporary, `${name}.html`)]));

beforeAll(async () => {
  for (const { name, comparison } of scenarios)
    writeFileSync(pages.get(name) ?? '', htmlReport([comparison()], revisions));
  // The page needs no network and no privilege; in containers there is nothing that Chromium's own sandbox could use.
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
});

afterAll(() => browser?.close());

/** Opens a scenario's page, and fails the test for anything that the page asks of the network or complains about. */
async function open(name: string, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`asks for ${request.url()}`);
  });
  await page.goto(`file://${pages.get(name)}`);
  return { page, complaints };
}

async function shoot(page: Page, name: string): Promise<void> {
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
}

/** Opens every change, and waits until all are open. */
async function openAll(page: Page): Promise<void> {
  for (const summary of await page.locator('.change:not([open]) > summary').elementHandles()) await summary.click();
  await eventually(() => page.locator('.change:not([open])').count(), 0);
}

describe.each(scenarios)('the page of $name', ({ name, comparison }) => {
  test('asks for nothing, complains about nothing, and lists every change', async () => {
    const { page, complaints } = await open(name);
    const { changes } = comparison().plan;
    await eventually(() => page.locator('output').innerText(), `${changes.length} of ${changes.length} shown`);
    expect(await page.locator('.change').count()).toBe(changes.length);
    await shoot(page, `${name}-light`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    ['a phone', phone],
    ['a desktop', { viewport: { width: 1280, height: 900 } }],
  ])('needs no sideways scrolling on %s', async (_, options) => {
    const { page } = await open(name, options);
    await openAll(page);
    const [content, window] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as [
      number,
      number,
    ];
    await shoot(page, `${name}-${options.viewport.width}`);
    expect(content).toBeLessThanOrEqual(window);
    await page.close();
  });

  test.each([
    ['a phone', 'narrow', phone],
    ['a desktop', 'wide', { viewport: { width: 1280, height: 900 } }],
  ])('draws on %s what can be read: no word on another, no line behind a box', async (_, drawing, options) => {
    const { page } = await open(name, options);
    const svg = page.locator('figure svg:visible');
    expect(await svg.count()).toBe(1);
    expect(await page.evaluate(collisionsIn(`.${drawing} svg`))).toEqual([]);
    const [drawn, figure] = [await svg.boundingBox(), await page.locator('figure').boundingBox()];
    expect(drawn?.width ?? 0).toBeGreaterThan(0.9 * (figure?.width ?? 0));
    await page.close();
  });
});

test('tells what is lost before all else, with the reason, and has it open in the list', async () => {
  const { page } = await open('storage', phone);
  const headings = await page.locator('h1, h2, h3').allInnerTexts();
  expect(headings.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
    'What changes',
    'staging',
    'Irreversible data',
    'Disruptive requests',
    'More open',
    'Images',
    'Who is',
    'Every change',
  ]);
  const first = page.locator('.dangers.irreversible > li');
  expect(await first.innerText()).toContain('for 14d instead of 30d: what is older is deleted for good');
  const rows = page.locator('.change[data-risk=irreversible]');
  expect(await rows.count()).toBe(1);
  expect(await page.locator('.change[data-risk=irreversible][open]').count()).toBe(1);
  expect(await rows.locator('summary .why').innerText()).toContain('for 14d instead of 30d');
  await first.locator('a').click();
  await eventually(() => page.evaluate('location.hash.slice(1) === document.querySelector(".change[open]").id'), true);
  expect(await page.title()).toBe('What changes in staging from git:main (0123456789ab) to what is rendered now');
  await page.close();
});

test('prints verdict, reasons and picture in light colours, without what only a screen can use', async () => {
  const { page } = await open('openings', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await page.locator('form:visible, .manifests:visible').count()).toBe(0);
  expect(await page.locator('.change .why:visible').count()).toBe(await page.locator('.change').count());
  expect(await page.evaluate('getComputedStyle(document.querySelector(".box")).fill')).toBe('rgb(255, 255, 255)');
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  await page.close();
});

test('marks the components that change, and leads to their changes', async () => {
  const { page } = await open('release');
  const parts = page.locator('.wide a.part');
  const labels = await page.evaluate(
    `[...document.querySelectorAll('.wide a.part')].map((one) => one.getAttribute('aria-label'))`,
  );
  expect(labels).toEqual([
    'cave-daemon, changed: restart, 1 change, 2 pods restart',
    'web-app, changed: restart, 1 change, 3 pods restart',
    'bkg-db-migration, changed: safe, 1 change',
  ]);
  await parts.first().focus();
  await page.keyboard.press('Enter');
  await page.locator('#production--cave-daemon .change[open]').first().waitFor();
  await page.close();
});

test('filters by word and by risk, and says how many are left', async () => {
  const { page } = await open('storage');
  const shown = () => page.locator('.change:visible').count();
  const all = await shown();
  const words = page.getByRole('searchbox', { name: 'Words' });
  await words.fill('networkpolicy telemetry-that-is-not-there');
  await eventually(shown, 0);
  await words.fill('cluster bkg-db');
  await page.locator('.change:visible').first().waitFor();
  expect(await shown()).toBeLessThan(all);
  await words.fill('');
  await eventually(shown, all);
  for (const risk of ['refused', 'disruptive', 'restart', 'unjudged', 'safe'])
    await page.getByRole('checkbox', { name: risk, exact: true }).uncheck();
  const left = await page.locator('.change[data-risk=irreversible]').count();
  await eventually(shown, left);
  await eventually(() => page.locator('output').innerText(), `${left} of ${all} shown`);
  await page.close();
});

test('shows manifests side by side, and one below the other on a phone', async () => {
  for (const [options, columns] of [
    [{}, 2],
    [phone, 1],
  ] as const) {
    const { page } = await open('release', options);
    await page.locator('#production--cave-daemon .change > summary').click();
    const row = page.locator('#production--cave-daemon .sides tr:has(.gone):has(.new)').first();
    await row.waitFor();
    const [left, right] = [await row.locator('.gone').boundingBox(), await row.locator('.new').boundingBox()];
    expect(new Set([left?.x, right?.x]).size).toBe(columns);
    await page.close();
  }
});

test('can be read and used without a script, a mouse or colours', async () => {
  const plain = await open('release', { javaScriptEnabled: false });
  expect(await plain.page.locator('.change:visible').count()).toBe(3);
  expect(await plain.page.locator('form:visible').count()).toBe(0);
  await plain.page.close();

  const { page } = await open('release');
  const reached = new Set<unknown>();
  const focused = '((one) => one.tagName + (one.name ? ":" + one.name : ""))(document.activeElement)';
  // Twice around, the way through the browser's own controls included.
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(focused));
  }
  expect(reached).toEqual(new Set(['A', 'a', 'DIV', 'INPUT:words', 'INPUT:risk', 'INPUT:open', 'SUMMARY', 'BODY']));
  await page.close();
});

test.each(['light', 'dark'] as const)('has enough contrast in a %s scheme', async (colorScheme) => {
  const { page } = await open('openings', { colorScheme });
  await openAll(page);
  await shoot(page, `openings-${colorScheme}-open`);
  const poor = await page.evaluate(contrastProblems);
  expect(poor).toEqual([]);
  await page.close();
});

test('names what screen readers need', async () => {
  const { page } = await open('storage');
  const missing = await page.evaluate(`[
    ...[...document.querySelectorAll('input')].filter((one) => !one.labels.length && !one.ariaLabel),
    ...[...document.querySelectorAll('table.sides')].filter((one) => !one.caption),
    ...[...document.querySelectorAll('svg a, section.environment, form')].filter((one) => !one.getAttribute('aria-label')),
    ...[...document.querySelectorAll('th')].filter((one) => one.scope !== 'col'),
  ].map((one) => one.outerHTML.slice(0, 80))`);
  expect(missing).toEqual([]);
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  const levels: number[] = await page.evaluate(
    `[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))`,
  );
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  await page.close();
});

/** Texts that stand out too little from what is behind them: below 4.5 to 1, as WCAG 2.2 AA wants it. */
const contrastProblems = `(() => {
  const channel = (value) => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const parse = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let here = element; here; here = here.parentElement) {
      const color = parse(getComputedStyle(here).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest('svg, script, style, .quiet, .skip')) continue;
    const [text, ground] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    if (ratio < 4.5) found.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2));
  }
  return [...found];
})()`;
