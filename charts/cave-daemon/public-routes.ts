import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { ports } from '../places';
import { addPublicRoute } from '../routes';

/**
 * What the public may call: the API on its own host and on both UI hosts, because browsers need UI and API on one
 * origin; `/healthz` on the API host. `/metrics` is never published. Each kind of call has limits of its own, so each
 * is a route of its own; the longest path wins.
 */
export function addPublicRoutes(scope: Construct, env: Environment): void {
  const { api, admin, app } = env.domains;
  const limits = env.route.rateLimits;
  const common = { service: 'cave-daemon', port: ports.daemon };
  const calls = [
    { name: 'cave-daemon', path: '/api/v1', limit: limits.sandboxes, certificateFor: api },
    { name: 'cave-daemon-auth', path: '/api/v1/auth', limit: limits.auth },
    { name: 'cave-daemon-models', path: '/api/v1/models', limit: limits.models },
    { name: 'cave-daemon-sessions', path: '/api/v1/sessions', limit: limits.sessions },
  ];
  for (const { name, path, limit, certificateFor } of calls) {
    addPublicRoute(scope, env, {
      ...common,
      name,
      certificateFor,
      hosts: [api, admin, app],
      paths: [{ path }],
      requestsPerMinute: limit,
    });
  }
  addPublicRoute(scope, env, {
    ...common,
    name: 'cave-daemon-health',
    hosts: [api],
    paths: [{ path: '/healthz', exact: true }],
  });
}
