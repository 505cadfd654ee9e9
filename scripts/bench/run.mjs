// Every claim about speed, one after the other, so that none disturbs another.
import { names, parse, usage } from './options.mjs';
import { say } from './measure.mjs';
import { verdict } from './verdict.mjs';

const asked = parse(process.argv.slice(2));
if (asked.help) process.stdout.write(usage);
else if (asked.wrong) {
  process.stderr.write(`${asked.wrong}\n\n${usage}`);
  process.exitCode = 2;
} else {
  for (const name of names.filter((one) => asked.names.includes(one))) await bench(name, asked.tolerance);
}

async function bench(name, tolerance) {
  const { measure, bound } = await import(`./${name}.mjs`);
  const measured = await measure();
  if (measured === undefined) return;
  if (bound === undefined) return say(`${name}: ratio`, measured.toFixed(2));
  const { accepted, text } = verdict(measured, bound, tolerance);
  say(`${name}: ratio`, text);
  if (!accepted) process.exitCode = 1;
}
