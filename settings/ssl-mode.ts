import type { Database } from './types';

const byStrictness: readonly Database['sslMode'][] = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** Whether one `sslMode` asks for more than another. */
export function isStricter(mode: Database['sslMode'], other: Database['sslMode']): boolean {
  return byStrictness.indexOf(mode) > byStrictness.indexOf(other);
}

/** Whether clients hold the server's certificate against an authority. */
export function verifies(mode: Database['sslMode']): boolean {
  return mode.startsWith('verify-');
}
