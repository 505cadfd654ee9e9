import { type CronField, cronFields } from './cron';

const dayMinutes = 24 * 60;
/** Two years with a leap day: whatever comes at least once a year comes twice. */
const daysLooked = 2 * 366 + 1;
const firstDay = Date.UTC(2027, 0, 1);

/** The most minutes between two runs of a right schedule of five fields; infinite when it runs less than twice in two years. */
export function longestGap(schedule: string): number {
  const [minute, hour, ...date] = cronFields(schedule);
  if (!minute || !hour) return Infinity;
  const times = [...hour.values].flatMap((h) => [...minute.values].map((m) => h * 60 + m)).sort((a, b) => a - b);
  const days = Array.from({ length: daysLooked }, (_, day) => day).filter((day) => runsOn(day, date));
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || days.length < 2) return Infinity;
  const between = gapsOf(days).map((gap) => gap * dayMinutes - last + first);
  return Math.max(...between, ...gapsOf(times));
}

function gapsOf(numbers: readonly number[]): number[] {
  return numbers.slice(1).map((value, index) => value - (numbers[index] ?? 0));
}

/** Both kinds of days count as soon as neither is left open. */
function runsOn(day: number, [dayOfMonth, month, dayOfWeek]: readonly CronField[]): boolean {
  const date = new Date(firstDay + day * dayMinutes * 60_000);
  if (!dayOfMonth || !month?.values.has(date.getUTCMonth() + 1) || !dayOfWeek) return false;
  const found = [dayOfMonth.values.has(date.getUTCDate()), dayOfWeek.values.has(date.getUTCDay())];
  return dayOfMonth.open || dayOfWeek.open ? found.every(Boolean) : found.some(Boolean);
}
