import { type Data, type FieldPath, mapOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { notPort } from '../forms';

/*
 * How the API server reaches a webhook: admission, conversion, aggregation. Source: k8s.io/apiserver 0.36,
 * `pkg/util/webhook/validation.go`.
 */

/** What is wrong with a client configuration: it has a URL or a Service, not both. */
export function* clientConfigFindings(config: Data, path: FieldPath): Generator<Finding> {
  const { url, service } = config;
  if ((url ?? null) === null && (service ?? null) === null) yield wrong(path, 'needs a "url" or a "service"; set one');
  else if ((url ?? null) !== null && (service ?? null) !== null)
    yield wrong(path, 'has a "url" and a "service"; keep one');
  else if (typeof url === 'string') yield* urlFindings(url, [...path, 'url']);
  else yield* serviceFindings(mapOf(service), [...path, 'service']);
}

function* urlFindings(text: string, path: FieldPath): Generator<Finding> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') yield wrong(path, `"${text}" is not a valid URL here; write "https://host/path"`);
  else if (url.username !== '' || url.password !== '') yield wrong(path, 'must not name a user; remove it');
  else if (url.search !== '' || url.hash !== '')
    yield wrong(path, 'must have neither a query nor a fragment; remove them');
}

/** What is wrong with the Service behind a webhook. */
export function* serviceFindings(service: Data, path: FieldPath): Generator<Finding> {
  for (const field of ['name', 'namespace'])
    if (service[field] === '') yield wrong([...path, field], 'is empty; name the Service');
  yield* notPort([...path, 'port'], service.port);
  const urlPath = textOf(service.path) ?? '';
  if (!isServicePath(urlPath)) yield wrong([...path, 'path'], `"${urlPath}" is not a valid path; write "/a/b"`);
}

function isServicePath(text: string): boolean {
  if (text === '' || text === '/') return true;
  return text.startsWith('/') && text.slice(1).replace(/\/$/, '').split('/').every(isDnsSubdomain);
}

/** What is wrong with the versions of review objects that a webhook understands. */
export function* reviewVersionFindings(versions: unknown, path: FieldPath): Generator<Finding> {
  if (!Array.isArray(versions)) return;
  if (!versions.some((version) => version === 'v1' || version === 'v1beta1'))
    yield wrong(path, 'has no version that the API server sends; add "v1"');
  for (const [index, version] of versions.entries())
    if (versions.indexOf(version) < index) yield wrong([...path, index], `"${String(version)}" is there already`);
}
