import { parseArgs } from 'node:util';

/** What can be measured, in the order in which it is. */
export const names = ['synth', 'check', 'plan', 'patterns', 'sandbox'];

/** How to call it. */
export const usage = `Usage: npm run -s bench -- [NAME…] [--tolerance N]

Measures what the program costs, as ratios of processor time in one run, and says how far each is from its bound.

  NAME            ${names.join(', ')}; all of them unless told otherwise
  --tolerance N   accepts up to N times a bound, for machines that others use as well; 1 unless told otherwise
`;

const options = { tolerance: { type: 'string', default: '1' }, help: { type: 'boolean', short: 'h' } };

/** What a command line asks for, or what is wrong with it. */
export function parse(args) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) return { help: true };
    const unknown = positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) return { wrong: `there is no measurement '${unknown}'` };
    const tolerance = Number(values.tolerance);
    if (!(tolerance >= 1)) return { wrong: `--tolerance is a number from 1 on, not '${values.tolerance}'` };
    return { names: positionals.length > 0 ? positionals : names, tolerance };
  } catch ({ message }) {
    return { wrong: message.split('. ')[0] };
  }
}
