import { at, type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from './access';

/** A path of a route, and who gets what comes by it. */
export interface PathMatch {
  /** Where it is written. */
  readonly path: FieldPath;
  /** Where the backends behind it are written. */
  readonly backends: FieldPath;
  readonly services: readonly string[];
  readonly hosts: readonly string[];
  /** How closely it fits; the longest wins. */
  readonly length: number;
  /** Whether the backend sees another path than the client. */
  readonly rewrites: boolean;
  /** Whether a backend can be asked for this path through it. */
  readonly reaches: (wanted: string) => boolean;
}

/** The paths of an Ingress or HTTPRoute; none for other kinds. */
export function routePaths(kind: string, object: Data): PathMatch[] {
  if (kind === 'networking.k8s.io/Ingress') return ingressPaths(object);
  return kind === 'gateway.networking.k8s.io/HTTPRoute' ? httpRoutePaths(object) : [];
}

function ingressPaths(object: Data): PathMatch[] {
  const spec = mapOf(object.spec);
  const fallback = textOf(at(spec, ['defaultBackend', 'service', 'name']));
  const all = { rewrites: false, hosts: [''] };
  const found = mapsOf(spec.rules).flatMap(({ item: rule, index }) =>
    mapsOf(mapOf(rule.http).paths).map(({ item, index: i }): PathMatch => {
      const backends = ['spec', 'rules', index, 'http', 'paths', i];
      const value = textOf(item.path) ?? '/';
      const sort = item.pathType === 'Exact' ? 'Exact' : 'Prefix';
      const services = [textOf(at(item, ['backend', 'service', 'name'])) ?? ''];
      const hosts = [textOf(rule.host) ?? ''];
      const path = item.path === undefined ? backends : [...backends, 'path'];
      return {
        ...all,
        path,
        backends,
        services,
        hosts,
        length: lengthOf(sort, value),
        reaches: (wanted) => fits(sort, value, wanted),
      };
    }),
  );
  if (fallback === undefined) return found;
  const path = ['spec', 'defaultBackend'];
  return [...found, { ...all, path, backends: path, services: [fallback], length: 0, reaches: () => true }];
}

function httpRoutePaths(object: Data): PathMatch[] {
  const spec = mapOf(object.spec);
  const named = listOf(spec.hostnames).filter((host): host is string => typeof host === 'string');
  const hosts = named.length === 0 ? [''] : named;
  return mapsOf(spec.rules).flatMap(({ item: rule, index }) => {
    const backends = ['spec', 'rules', index];
    const services = mapsOf(rule.backendRefs).flatMap(({ item }) => textOf(item.name) ?? []);
    const replaced = mapsOf(rule.filters).flatMap(
      ({ item }) => textOf(at(item, ['urlRewrite', 'path', 'replacePrefixMatch'])) ?? [],
    )[0];
    const matches = mapsOf(rule.matches);
    const all = { backends, services, hosts, rewrites: replaced !== undefined };
    if (matches.length === 0) {
      return [
        { ...all, path: backends, length: 1, reaches: (wanted: string) => fits('PathPrefix', replaced ?? '/', wanted) },
      ];
    }
    return matches.map(({ item, index: i }): PathMatch => {
      const { type, value } = mapOf(item.path);
      const [sort, text] = [textOf(type) ?? 'PathPrefix', textOf(value) ?? '/'];
      const path = item.path === undefined ? [...backends, 'matches', i] : [...backends, 'matches', i, 'path', 'value'];
      return { ...all, path, length: lengthOf(sort, text), reaches: (wanted) => fits(sort, replaced ?? text, wanted) };
    });
  });
}

/** An exact path wins over every prefix. */
function lengthOf(sort: string, value: string): number {
  return sort === 'Exact' ? 100_000 : value.length;
}

function fits(sort: string, value: string, wanted: string): boolean {
  if (sort === 'Exact') return value === wanted;
  if (sort === 'RegularExpression')
    return value.endsWith('.*') && wanted.startsWith(value.slice(0, -2).replace(/^\^/, ''));
  const prefix = value.replace(/\/+$/, '');
  return wanted === prefix || wanted.startsWith(`${prefix}/`);
}
