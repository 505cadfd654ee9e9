interface Bounds {
  readonly name: string;
  readonly lowest: number;
  readonly highest: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const bounds: readonly Bounds[] = [
  { name: 'second', lowest: 0, highest: 59 },
  { name: 'minute', lowest: 0, highest: 59 },
  { name: 'hour', lowest: 0, highest: 23 },
  { name: 'day of month', lowest: 1, highest: 31 },
  { name: 'month', lowest: 1, highest: 12, names: months },
  { name: 'day of week', lowest: 0, highest: 6, names: days },
];

const macros = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);
const every = /^@every [-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/**
 * What is wrong with a schedule of five fields, or of six with seconds first; undefined when nothing is. Also takes
 * macros such as `@daily`. Source: github.com/robfig/cron.
 */
export function cronProblem(text: string, fields: 5 | 6): string | undefined {
  if (text.startsWith('@')) return macros.has(text) || every.test(text) ? undefined : `knows no "${text}"`;
  const parts = text.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== fields) return `wants ${fields} fields and has ${parts.length}`;
  for (const [index, bound] of bounds.slice(6 - fields).entries()) {
    const problem = fieldProblem(parts[index] ?? '', bound);
    if (problem) return problem;
  }
  return undefined;
}

/** What one field of a schedule takes, and whether it is left open: `*` or `?` without a step. */
export interface CronField {
  readonly values: ReadonlySet<number>;
  readonly open: boolean;
}

/** The fields of a right schedule of five. Source: github.com/robfig/cron v3, parser.go and spec.go. */
export function cronFields(text: string): CronField[] {
  return text
    .trim()
    .split(/\s+/)
    .map((field, index) => {
      const bound = bounds[index + 1];
      const parts = field.split(',').filter((part) => part !== '');
      const values = bound ? parts.flatMap((part) => partValues(part, bound)) : [];
      return { values: new Set(values), open: parts.some((part) => /^[*?](\/1)?$/.test(part)) };
    });
}

function partValues(part: string, { lowest, highest, names = [] }: Bounds): number[] {
  const [range = '', step] = part.split('/');
  const [from = '', to] = range.split('-');
  const any = from === '*' || from === '?';
  const first = any ? lowest : valueOf(from, lowest, names);
  // `5/15` goes on to the highest, `5` does not.
  const last = any || (to === undefined && step !== undefined) ? highest : valueOf(to ?? from, lowest, names);
  const count = Math.floor((last - first) / Number(step ?? 1)) + 1;
  return Array.from({ length: count }, (_, index) => first + index * Number(step ?? 1));
}

function fieldProblem(field: string, bound: Bounds): string | undefined {
  for (const part of field.split(',')) {
    if (part !== '' && !isPart(part, bound))
      return `takes no ${bound.name} "${part}"; it goes from ${bound.lowest} to ${bound.highest}`;
  }
  return undefined;
}

/** One value, range or `*`, perhaps with a step. */
function isPart(part: string, { lowest, highest, names = [] }: Bounds): boolean {
  const [range = '', step = '1', ...more] = part.split('/');
  if (more.length > 0 || !(numberOf(step) > 0)) return false;
  const [from = '', to = from, ...rest] = range.split('-');
  if (from === '*' || from === '?') return true;
  if (rest.length > 0) return false;
  const [first, last] = [from, to].map((end) => valueOf(end, lowest, names)) as [number, number];
  return first >= lowest && last <= highest && first <= last;
}

function valueOf(text: string, lowest: number, names: readonly string[]): number {
  const index = names.indexOf(text.toLowerCase());
  return index < 0 ? numberOf(text) : index + lowest;
}

function numberOf(text: string): number {
  return /^\+?\d+$/.test(text) ? Number(text) : Number.NaN;
}
