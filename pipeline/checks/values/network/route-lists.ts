import { type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, repeated, wrong } from '../for-kinds';
import { rulesOf } from './http-route';

/*
 * What the definitions of the Gateway API 1.3 say beside types: list keys and validations of its routes and policies.
 */

const group = 'gateway.networking.k8s.io';

/** Headers and parameters are known by name. */
export const routeHeaders = forKinds({
  id: 'value/route-header-twice',
  description: 'the same header or query parameter twice in a match or a filter of a route',
  example: '`set: [{ name: A, value: "1" }, { name: A, value: "2" }]`',
  kinds: `${group}/HTTPRoute ${group}/GRPCRoute`,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      for (const { item, index } of mapsOf(rule.matches))
        for (const field of ['headers', 'queryParams'])
          yield* namesTwice(item[field], [...path, 'matches', index, field]);
      yield* filterFindings(rule.filters, [...path, 'filters']);
      for (const { item, index } of mapsOf(rule.backendRefs))
        yield* filterFindings(item.filters, [...path, 'backendRefs', index, 'filters']);
    }
  },
});

function* filterFindings(filters: unknown, path: FieldPath): Generator<Finding> {
  for (const { item, index } of mapsOf(filters))
    for (const modifier of ['requestHeaderModifier', 'responseHeaderModifier'])
      for (const field of ['set', 'add'])
        yield* namesTwice(mapOf(item[modifier])[field], [...path, index, modifier, field]);
}

function namesTwice(list: unknown, path: FieldPath): Iterable<Finding> {
  const names = mapsOf(list).map(({ item, index }) => ({ key: textOf(item.name), path: [...path, index, 'name'] }));
  return repeated(names, (name) => `"${name}" is there already; keep one`);
}

const service = /^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/i;
const method = /^[A-Za-z_][A-Za-z_0-9]*$/;

/** Methods of gRPC. */
export const grpcMethods = forKinds({
  id: 'value/grpc-method',
  description:
    'a match of a GRPCRoute that names neither service nor method, or with characters that those do not have',
  example: '`method: { service: "a b" }`',
  kinds: `${group}/GRPCRoute`,
  *check(object) {
    for (const { rule, path } of rulesOf(object)) {
      for (const { item, index } of mapsOf(rule.matches)) {
        if ((item.method ?? null) === null) continue;
        const match = mapOf(item.method);
        const here = [...path, 'matches', index, 'method'];
        if (match.service === undefined && match.method === undefined)
          yield wrong(here, 'needs "service" or "method"; set one');
        if ((match.type ?? 'Exact') !== 'Exact') continue;
        for (const [field, form] of [
          ['service', service],
          ['method', method],
        ] as const) {
          const text = textOf(match[field]);
          if (text !== undefined && !form.test(text))
            yield wrong([...here, field], `"${text}" is not a valid ${field} of gRPC; use letters, digits and "_"`);
        }
      }
    }
  },
});

/** Whom a gateway trusts behind it. */
export const backendTls = forKinds({
  id: 'value/backend-tls',
  description: 'a BackendTLSPolicy with two authorities to trust, or none',
  example: '`validation: { hostname: web.example.org }`',
  kinds: `${group}/BackendTLSPolicy`,
  *check(object) {
    const { caCertificateRefs, wellKnownCACertificates, subjectAltNames } = mapOf(mapOf(object.spec).validation);
    const path = ['spec', 'validation'];
    const [own, known] = [listOf(caCertificateRefs).length > 0, (wellKnownCACertificates ?? '') !== ''];
    if (own && known) yield wrong(path, 'has "caCertificateRefs" and "wellKnownCACertificates"; keep one');
    if (!own && !known)
      yield wrong(path, 'trusts nobody; set "caCertificateRefs" or "wellKnownCACertificates: System"');
    for (const { item, index } of mapsOf(subjectAltNames)) {
      const [wanted, other] = item.type === 'URI' ? ['uri', 'hostname'] : ['hostname', 'uri'];
      if ((item[wanted] ?? '') === '' || (item[other] ?? '') !== '')
        yield wrong(
          [...path, 'subjectAltNames', index],
          `of type "${String(item.type)}" needs "${wanted}" and nothing else`,
        );
    }
  },
});
