import { createHash } from 'node:crypto';

/**
 * A short fingerprint of plain data, the same for the same data whatever the order of its keys. Used for names of
 * Jobs and for checksums of configuration, so that a change of content, and nothing else, changes them.
 */
export function digest(data: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(data)))
    .digest('hex')
    .slice(0, 10);
}

function sorted(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map(sorted);
  const fields = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, value]) => [key, sorted(value)]));
}
