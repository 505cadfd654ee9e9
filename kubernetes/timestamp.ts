const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,6})?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * A moment as RFC 3339 writes it, with its offset, as the same moment in UTC: `2026-01-31T13:00:00+01:00` →
 * `2026-01-31T12:00:00Z`. Fractions to the microsecond, as Postgres has them, stay. Undefined for what is no moment.
 */
export function utcOf(text: string): string | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = '00', minutes = '00'] =
    pattern.exec(text) ?? [];
  if (year === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // A day that its month does not have would silently become one of the next month.
  if (!date.toISOString().startsWith(`${year}-${month}-${day}T`)) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const utc = date.getTime() + (Number(hour) * 60 + Number(minute) - offset) * 60_000 + Number(second) * 1000;
  return `${new Date(utc).toISOString().slice(0, 19)}${fraction}Z`;
}

/** A moment as part of a Kubernetes name: `2026-01-31T12:00:00Z` → `20260131t120000z`. Throws on what is no moment. */
export function stampOf(text: string): string {
  const utc = utcOf(text);
  if (utc === undefined) throw new Error(`'${text}' is not a valid moment`);
  return utc.toLowerCase().replaceAll(/[-:.]/g, '');
}
