import { isIPv4, isIPv6 } from 'node:net';

/*
 * Formats of texts that the API server looks at in custom resources. Sources: k8s.io/apiextensions-apiserver 0.36,
 * `pkg/apiserver/validation/formats.go`, and kube-openapi, `pkg/validation/strfmt`.
 */

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const mac = /^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}(?:[0-9a-f]{2}|[0-9a-f]{2}\1[0-9a-f]{2}\1[0-9a-f]{2})$/i;
const dottedMac = /^(?:[0-9a-f]{4}\.){2,3}[0-9a-f]{4}$/i;
const goDuration = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const wordyDuration = /\d+\s*(?:ns|nano|us|µs|micro|ms|milli|s|m|h|d|w)/i;

/** What a text has to be, and how to tell. Go takes leading zeros in addresses, which is as good as nobody's wish. */
export const textFormats: Readonly<Record<string, readonly [what: string, isOne: (text: string) => boolean]>> = {
  ipv4: ['an IPv4 address', (text) => isIPv4(withoutZeros(text))],
  ipv6: ['an IPv6 address', (text) => isIPv6(text.replace(/%.*$/, ''))],
  cidr: ['a block of addresses such as 10.0.0.0/8', isBlock],
  mac: ['a MAC address', (text) => mac.test(text) || dottedMac.test(text)],
  uuid: ['a UUID', (text) => uuid.test(text)],
  date: ['a date such as 2030-01-31', (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isDay(text)],
  duration: ['a duration such as 5m', (text) => goDuration.test(text) || wordyDuration.test(text)],
};

function withoutZeros(address: string): string {
  return address.replace(/(^|\.)0+(?=\d)/g, '$1');
}

function isBlock(text: string): boolean {
  const [, address = '', length = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  if (isIPv4(withoutZeros(address))) return Number(length) <= 32;
  return isIPv6(address) && Number(length) <= 128;
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}
