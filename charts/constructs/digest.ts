import { createHash } from 'node:crypto';

/**
 * A short fingerprint of plain data, the same for the same data whatever the order of its keys. Used for names of
 * Jobs and for checksums of configuration, so that a change of content, and nothing else, changes them.
 */
export function digest(data: unknown): string {
  return createHash('sha256').update(canonical(data)).digest('hex').slice(0, 10);
}

function canonical(data: unknown): string {
  return JSON.stringify(data, (_key, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
