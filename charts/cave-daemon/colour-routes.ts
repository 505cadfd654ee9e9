import type { Construct } from 'constructs';
import { previewHeader } from '../../settings/facts/colours';
import type { Environment, Shadow } from '../../settings/types';
import { type Daemon, publicService } from '../daemons';
import { ports } from '../places';
import { addPublicRoute, type PublicPath, type PublicRoute } from '../routes';

/** Calls under one limit: a name, a path and what lies below it. */
export type Calls = Required<Pick<PublicRoute, 'name' | 'hosts' | 'requestsPerMinute'>> & { readonly path: string };

/** Calls about keys, which nobody copies. */
const keys = '/api/v1/auth';

/**
 * Routes that answer reads as before and send a copy of some to the shadow. They stand next to the usual ones and win by
 * their method, which counts right after the length of the path (Gateway API 1.5, HTTPRouteRule), so that no write ever
 * meets the filter. Each has a limit of its own, which counts before anything is copied.
 */
export function addShadowRoutes(scope: Construct, env: Environment, to: Daemon, all: readonly Calls[]): void {
  const { shadow, service } = to;
  if (!shadow?.percent) return;
  for (const { path, ...calls } of all) {
    const paths = copiedReads(path, all, shadow);
    if (paths.length === 0) continue;
    addPublicRoute(scope, env, {
      ...calls,
      name: `${calls.name}-shadow`,
      service: publicService,
      port: ports.daemon,
      paths,
      mirror: { service, percent: shadow.percent },
    });
  }
}

/** The part of `path` that is copied: all of it, or what the setting names below it and in no longer path of a call. */
function copiedReads(path: string, all: readonly Calls[], { paths }: Shadow): PublicPath[] {
  if (path === keys) return [];
  const ownerOf = (one: string) => longest(all.map((calls) => calls.path).filter((other) => isWithin(one, other)));
  const copied = paths.some((one) => isWithin(path, one)) ? [path] : paths.filter((one) => ownerOf(one) === path);
  return copied.map((one) => ({ path: one, methods: ['GET', 'HEAD'] }));
}

function longest(paths: readonly string[]): string | undefined {
  return [...paths].sort((a, b) => b.length - a.length)[0];
}

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

/**
 * The way of people and smoke tests to the colour that is not active: a header, from the addresses of operators. It has a
 * match for each of the other routes, of the same path and method, because only then the header decides.
 */
export function addPreviewRoute(scope: Construct, env: Environment, to: Daemon, all: readonly Calls[]): void {
  const { shadow, colour = '', service } = to;
  const { hosts = [], requestsPerMinute } = all[0] ?? {};
  const reads = shadow?.percent ? all.flatMap(({ path }) => copiedReads(path, all, shadow)) : [];
  addPublicRoute(scope, env, {
    name: `preview-${publicService}`,
    hosts,
    paths: [...all.map(({ path }) => ({ path })), ...reads],
    header: { name: previewHeader, value: colour },
    service,
    port: ports.daemon,
    requestsPerMinute,
    allowedCidrs: env.route.adminAllowList,
  });
}
