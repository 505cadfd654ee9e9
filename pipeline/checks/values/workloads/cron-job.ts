import { mapOf, textOf } from '../../../../kubernetes/access';
import { cronProblem } from '../../../../kubernetes/cron';
import { forKinds, notOneOf, wrong } from '../for-kinds';
import { isSet } from '../pods/scope';

// Before, a time zone could stand in the schedule.
const zoneFieldSince = 29;
const zonePrefix = /^(?:CRON_)?TZ=\S+\s+/;

/** Schedules come to pass. */
export const schedule = forKinds({
  id: 'value/cron-schedule',
  description: 'a CronJob whose schedule cannot be read, or holds a time zone',
  example: '`schedule: "0 25 * * *"`',
  kinds: 'batch/CronJob',
  *check(object, { minor }) {
    const { schedule: text, timeZone } = mapOf(object.spec);
    const field = ['spec', 'schedule'];
    if (typeof text !== 'string') return;
    if (text.includes('TZ') && (minor >= zoneFieldSince || isSet(timeZone)))
      yield wrong(field, 'cannot hold a time zone; set "timeZone"');
    const problem =
      text === '' ? 'is empty; write five fields such as "0 3 * * *"' : cronProblem(text.replace(zonePrefix, ''), 5);
    if (problem !== undefined) yield wrong(field, problem);
  },
});

const zonePart = /^[A-Za-z.\-_0-9+]{1,14}$/;
const zones = new Map<string, boolean>();

function isTimeZone(name: string): boolean {
  const known = zones.get(name) ?? (hasZoneForm(name) && isKnownZone(name));
  zones.set(name, known);
  return known;
}

function hasZoneForm(name: string): boolean {
  const fine = (part: string) => zonePart.test(part) && part !== '.' && part !== '..' && !part.startsWith('-');
  return name.split('/').every(fine) && name.toLowerCase() !== 'local';
}

/** Servers keep zones in files, so case matters to them. */
function isKnownZone(name: string): boolean {
  try {
    const found = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return found === name || found.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** Time zones are those of the IANA list. */
export const timeZone = forKinds({
  id: 'value/time-zone',
  description: 'a CronJob in a time zone that does not exist',
  example: '`timeZone: Europe/Germany`',
  kinds: 'batch/CronJob',
  *check(object) {
    const zone = textOf(mapOf(object.spec).timeZone);
    if (zone !== undefined && !isTimeZone(zone))
      yield wrong(
        ['spec', 'timeZone'],
        `"${zone}" is not a valid time zone; use one of the IANA list such as "Europe/Berlin"`,
      );
  },
});

/** What happens when a Job still runs. */
export const concurrency = forKinds({
  id: 'value/cron-concurrency',
  description: 'an unknown concurrency policy',
  example: '`concurrencyPolicy: Skip`',
  kinds: 'batch/CronJob',
  check: (object) =>
    notOneOf(['spec', 'concurrencyPolicy'], mapOf(object.spec).concurrencyPolicy, ['Allow', 'Forbid', 'Replace']),
});
