import type { Manifest } from '../../charts/component';

/** A request as a Gateway sees it. */
export interface Request {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a Gateway does with it. */
export interface Answer {
  readonly route: string;
  readonly service: string;
  /** The Service that gets a copy. */
  readonly copy?: string;
}

interface Match {
  readonly path: { readonly type: string; readonly value: string };
  readonly method?: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}

interface Rule {
  readonly matches: readonly Match[];
  readonly backendRefs: readonly { readonly name: string }[];
  readonly filters?: readonly { readonly requestMirror?: { readonly backendRef: { readonly name: string } } }[];
}

/**
 * Where HTTPRoutes lead a request, by the precedence that the Gateway API writes down for HTTPRouteRule: an exact path, then
 * the longest prefix, then a method, then the most headers. Ties are refused, as nobody should depend on them.
 */
export function answer(routes: readonly Manifest[], request: Request): Answer | undefined {
  const all = routes.flatMap(({ metadata, spec }) => {
    const { hostnames, rules } = spec as { hostnames: string[]; rules: Rule[] };
    if (!hostnames.includes(request.host)) return [];
    return rules.flatMap((rule) =>
      rule.matches
        .filter((match) => fits(match, request))
        .map((match) => ({ name: metadata.name, rule, rank: rankOf(match) })),
    );
  });
  const [best, second] = all.sort((a, b) => compare(b.rank, a.rank));
  if (!best) return undefined;
  if (second && compare(best.rank, second.rank) === 0) throw new Error(`${best.name} and ${second.name} tie`);
  const copies = (best.rule.filters ?? []).flatMap(({ requestMirror }) => requestMirror?.backendRef.name ?? []);
  return { route: best.name, service: best.rule.backendRefs[0]?.name ?? '', copy: copies[0] };
}

function fits({ path, method, headers = [] }: Match, request: Request): boolean {
  const isPath =
    path.type === 'Exact'
      ? request.path === path.value
      : request.path === path.value || request.path.startsWith(`${path.value}/`);
  return (
    isPath &&
    (method === undefined || method === request.method) &&
    headers.every(({ name, value }) => request.headers?.[name] === value)
  );
}

function rankOf({ path, method, headers = [] }: Match): number[] {
  return [path.type === 'Exact' ? 1 : 0, path.value.length, method === undefined ? 0 : 1, headers.length];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
