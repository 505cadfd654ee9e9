import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../bundle.cjs';

const report = path.join(root, 'scripts/bench/report.cjs');

/**
 * What a node program used: seconds of the processor, with what V8 does beside the program, so that they are what one
 * core would need however busy the machine is; and its peak memory. What it prints goes nowhere.
 */
export function used(args, status = 0) {
  const stdio = ['ignore', 'ignore', 'pipe', 'pipe'];
  const ran = spawnSync(process.execPath, ['--require', report, ...args], { cwd: root, encoding: 'utf8', stdio });
  if (ran.status !== status) throw new Error(ran.stderr);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(ran.output[3]);
  return { seconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: maxRSS / 1024 };
}

/** Seconds of the processor that reading every YAML file of folders with js-yaml alone takes. */
export function reading(...folders) {
  const program = `const { readdirSync, readFileSync } = require('fs'); const { loadAll } = require('js-yaml');
    for (const folder of ${JSON.stringify(folders)})
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) loadAll(readFileSync(entry.parentPath + '/' + entry.name, 'utf8'));`;
  return used(['-e', program]).seconds;
}

/**
 * The least of each measurement, made in turns so that all meet the same machine. Others on it only ever add to what a
 * program uses, by what they push out of the caches.
 */
export function inTurns(runs, ...measurements) {
  const rounds = Array.from({ length: runs }, () => measurements.map((measure) => measure()));
  return measurements.map((_, column) => Math.min(...rounds.map((round) => round[column])));
}

/** A line of the result. */
export function say(what, value) {
  console.log(`${what.padEnd(44)}${value}`);
}
