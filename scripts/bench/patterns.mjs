// What a text four times as long costs the rules that look for secrets in it, as a ratio: four where every pattern reads
// on, sixteen where one begins again at every character.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../bundle.cjs';
import { say } from './measure.mjs';

const length = 1000;
const least = 0.1;
/** Beginnings of what the rules look for, each without its end. */
const pieces = ['a', '://', 'eyJ', 'token=', '-----BEGIN PRIVATE KEY-----', 'x:y@', '{{'];
export const bound = 6;

async function secretRules() {
  const options = { bundle: true, write: false, platform: 'node', format: 'esm', logLevel: 'warning' };
  const { outputFiles } = await build({ ...options, entryPoints: [path.join(root, 'pipeline/checks/secrets.ts')] });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)).secretRules;
}

/** Seconds of the processor that the rules need to read a text some times. */
function seconds(rules, text, times) {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: text } };
  const { user, system } = process.cpuUsage();
  for (let time = 0; time < times; time++) {
    // A new one each time: what was found in a manifest is remembered.
    const manifest = { file: 'a.yaml', text: '', document: 0, base: [], object: { ...object } };
    for (const rule of rules) for (const problem of rule.check(manifest, { minor: 36 })) void problem;
  }
  const now = process.cpuUsage();
  return (now.user + now.system - user - system) / 1e6;
}

/** How much longer four times the text takes, with the short one read often enough to be measured. */
function growth(rules, piece) {
  const text = piece.repeat(length);
  let times = 1;
  while (seconds(rules, text, times) < least) times *= 2;
  const ratios = Array.from({ length: 3 }, () => seconds(rules, text.repeat(4), times) / seconds(rules, text, times));
  return Math.min(...ratios);
}

/** The ratio of the text that makes the most of its length. */
export async function measure() {
  const rules = await secretRules();
  const worst = pieces.map((piece) => [growth(rules, piece), piece]).toSorted(([a], [b]) => b - a)[0];
  say('secrets in a text four times as long', `${JSON.stringify(worst[1])} × ${length} takes longest`);
  return worst[0];
}
