// Draws the pictures of the README: a plan's page and a graph, as a browser shows them. Needs Chromium; not part of `import`,
// because fonts differ between machines.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { changedEnvironments } from './readme-sample.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const temporary = mkdtempSync(path.join(tmpdir(), 'bkg-deploy-'));

function bkg(...args) {
  return spawnSync(process.execPath, ['scripts/run.cjs', ...args], { cwd: root, encoding: 'utf8' }).stdout;
}

const plan = ['plan', '--environments', changedEnvironments(root, temporary), '--env', 'production'];
writeFileSync(path.join(temporary, 'plan.html'), bkg(...plan, '--format', 'html'));
writeFileSync(path.join(temporary, 'graph.svg'), bkg('graph', '--env', 'production'));

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
const drawn = (name) => readFileSync(path.join(temporary, name), 'utf8');
for (const name of ['plan.html', 'graph.svg']) {
  const [, width = 900, height = 660] = /^<svg .* width="(\d+)" height="(\d+)"/.exec(drawn(name)) ?? [];
  // The stages that come first; all of them would be a large file.
  await page.setViewportSize({ width: Number(width), height: Math.min(Number(height), 1000) });
  await page.goto(`file://${path.join(temporary, name)}`);
  await page.screenshot({ path: path.join(root, 'docs/pictures', name.replace(/\.\w+$/, '.png')) });
}
await browser.close();
rmSync(temporary, { recursive: true });
