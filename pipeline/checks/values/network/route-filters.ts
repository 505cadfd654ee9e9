import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, repeated, wrong } from '../for-kinds';
import { httpRoute, rulesOf } from './http-route';

/** Which field configures which filter. */
const fields: Readonly<Record<string, string>> = {
  CORS: 'cors',
  ExtensionRef: 'extensionRef',
  ExternalAuth: 'externalAuth',
  RequestHeaderModifier: 'requestHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  ResponseHeaderModifier: 'responseHeaderModifier',
  URLRewrite: 'urlRewrite',
};

/** Lists of filters: of rules, and of their backends. */
function filtersOf(object: Data): { filters: { item: Data; index: number }[]; path: FieldPath }[] {
  return rulesOf(object).flatMap(({ rule, path }) => [
    { filters: mapsOf(rule.filters), path: [...path, 'filters'] },
    ...mapsOf(rule.backendRefs).map(({ item, index }) => ({
      filters: mapsOf(item.filters),
      path: [...path, 'backendRefs', index, 'filters'],
    })),
  ]);
}

/** Each filter is configured by the field of its type. */
export const routeFilterFields = forKinds({
  id: 'value/route-filter',
  description: 'a filter of a route without the field of its type, or with the field of another type',
  example: '`{ type: RequestRedirect, urlRewrite: {} }`',
  kinds: httpRoute,
  *check(object) {
    for (const { filters, path } of filtersOf(object)) {
      for (const { item, index } of filters) yield* filterFindings(item, [...path, index]);
    }
  },
});

function* filterFindings(filter: Data, path: FieldPath): Generator<Finding> {
  const wanted = fields[textOf(filter.type) ?? ''];
  if (wanted === undefined) return;
  if ((filter[wanted] ?? null) === null) yield wrong(path, `a ${String(filter.type)} needs "${wanted}"; set it`);
  for (const field of Object.values(fields)) {
    if (field !== wanted && (filter[field] ?? null) !== null)
      yield wrong([...path, field], `belongs to another type than ${String(filter.type)}; remove it`);
  }
}

const repeatable = new Set(['RequestMirror', 'ExtensionRef']);

/** Filters that exclude each other. */
export const routeFilterTwice = forKinds({
  id: 'value/route-filter-twice',
  description: 'the same filter twice, a redirect beside a rewrite, or a redirect beside backends',
  example: '`RequestRedirect` beside `backendRefs`',
  kinds: httpRoute,
  *check(object) {
    for (const { filters, path } of filtersOf(object)) {
      const types = filters.map(({ item, index }) => ({
        key: textOf(item.type),
        path: [...path, index],
      }));
      const single = types.filter(({ key }) => key !== undefined && !repeatable.has(key));
      yield* repeated(single, (type) => `a ${type} is there already; put both into one`);
      const redirect = types.find(({ key }) => key === 'RequestRedirect');
      if (redirect && types.some(({ key }) => key === 'URLRewrite'))
        yield wrong(redirect.path, 'a redirect excludes a rewrite; keep one');
    }
    for (const { rule, path } of rulesOf(object)) {
      const redirect = mapsOf(rule.filters).find(({ item }) => (item.requestRedirect ?? null) !== null);
      if (redirect && mapsOf(rule.backendRefs).length > 0)
        yield wrong([...path, 'backendRefs'], 'a redirected request reaches no backend; remove them or the redirect');
    }
  },
});

/** Path changes of redirects and rewrites. */
export const routePathChanges = forKinds({
  id: 'value/route-path-change',
  description: 'a path rewrite without the field of its type, or a prefix rewrite without exactly one prefix to match',
  example: '`{ type: ReplaceFullPath, replacePrefixMatch: / }`',
  kinds: httpRoute,
  *check(object) {
    for (const { filters, path } of filtersOf(object)) {
      for (const { item, index } of filters) {
        for (const field of ['requestRedirect', 'urlRewrite'])
          yield* changeFindings(mapOf(mapOf(item[field]).path), [...path, index, field, 'path']);
      }
    }
    for (const { rule, path } of rulesOf(object)) {
      const matches = mapsOf(rule.matches);
      const match = mapOf(matches[0]?.item.path);
      // Without "matches", a route matches the prefix "/".
      const type = rule.matches === undefined ? 'PathPrefix' : matches.length === 1 ? (match.type ?? 'PathPrefix') : '';
      if (type !== 'PathPrefix' && changesPrefix(rule))
        yield wrong([...path, 'matches'], 'a changed prefix needs exactly one match of type PathPrefix');
    }
  },
});

const changes: Readonly<Record<string, string>> = {
  ReplaceFullPath: 'replaceFullPath',
  ReplacePrefixMatch: 'replacePrefixMatch',
};

function* changeFindings(change: Data, path: FieldPath): Generator<Finding> {
  for (const [type, field] of Object.entries(changes)) {
    const isSet = (change[field] ?? null) !== null;
    if (change.type === type && !isSet) yield wrong(path, `${type} needs "${field}"; set it`);
    if (change.type !== undefined && change.type !== type && isSet)
      yield wrong([...path, field], `belongs to ${type}; remove it`);
  }
}

function changesPrefix(rule: Data): boolean {
  const filters = [rule, ...mapsOf(rule.backendRefs).map(({ item }) => item)].flatMap(({ filters }) => mapsOf(filters));
  return filters.some(({ item }) =>
    ['requestRedirect', 'urlRewrite'].some((field) => mapOf(mapOf(item[field]).path).replacePrefixMatch !== undefined),
  );
}
