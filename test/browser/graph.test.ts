import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { picture } from '../../commands/picture';
import { svg } from '../../pipeline/picture/svg';
import { environment, ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';
import { findChromium } from './chromium';
import { collisionsIn } from './collisions';
import { eventually } from './eventually';

const temporary = temporaryFolder();
/** Where to look at what the browser drew: `SCREENSHOTS=dist/screenshots npm run test:browser`. */
const screenshots = process.env.SCREENSHOTS && path.resolve(ROOT, process.env.SCREENSHOTS);
const names = ['dev', 'staging', 'production'];
let browser: Browser;

beforeAll(async () => {
  for (const name of names) writeFileSync(path.join(temporary, `${name}.svg`), svg(picture(environment(name))));
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
});

afterAll(() => browser?.close());

/** Opens the picture at its own size. */
async function open(name: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const page = await browser.newPage({ colorScheme });
  await page.goto(`file://${path.join(temporary, `${name}.svg`)}`);
  const [width, height] = (await page.evaluate(
    `[document.documentElement.viewBox.baseVal.width, document.documentElement.viewBox.baseVal.height]`,
  )) as [number, number];
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  await page.setViewportSize(size);
  await eventually(() => page.evaluate('({ width: innerWidth, height: innerHeight })'), size);
  if (!screenshots) return page;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `graph-${name}-${colorScheme}.png`) });
  return page;
}

describe.each(names)('the picture of %s', (name) => {
  test.each(['light', 'dark'] as const)(
    'words lie on no other words and on no line, and stay inside (%s)',
    async (scheme) => {
      const page = await open(name, scheme);
      expect(await page.evaluate(collisionsIn('svg'))).toEqual([]);
      await page.close();
    },
  );

  test.each(['light', 'dark'] as const)('stands out from what is behind it (%s)', async (scheme) => {
    const page = await open(name, scheme);
    expect(await page.evaluate(contrastProblems)).toEqual([]);
    await page.close();
  });
});

/** Words below 4.5 to 1 and lines below 3 to 1, as WCAG 2.2 AA wants them, before a band. */
const contrastProblems = `(() => {
  const channel = (value) => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = (color) => { const [r, g, b] = color.match(/[\\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const grounds = ['.paper', '.band', '.box'].map((one) => light(getComputedStyle(document.querySelector(one)).fill));
  const poor = (one, color, least) => grounds.some((ground) => ratio(light(color), ground) < least) ? [one.getAttribute('class') + ' ' + color] : [];
  return [...new Set([
    ...[...document.querySelectorAll('text, tspan')].flatMap((one) => poor(one, getComputedStyle(one).fill, 4.5)),
    ...[...document.querySelectorAll('.line')].flatMap((one) => poor(one.parentElement, getComputedStyle(one).stroke, 3)),
    ...[...document.querySelectorAll('rect.box, rect.outside')].flatMap((one) => poor(one, getComputedStyle(one).stroke, 3)),
  ])];
})()`;
