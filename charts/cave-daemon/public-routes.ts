import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { idleDaemon, publicService } from '../daemons';
import { ports } from '../places';
import { addPublicRoute } from '../routes';
import { addPreviewRoute, addShadowRoutes } from './colour-routes';

/**
 * What the public may call: the API on its own host and on both UI hosts, because browsers need UI and API on one
 * origin; `/healthz` on the API host. `/metrics` is never published. Each kind of call has limits of its own, so each
 * is a route of its own; the longest path wins.
 */
export function addPublicRoutes(scope: Construct, env: Environment): void {
  const { api, admin, app } = env.domains;
  const limits = env.route.rateLimits;
  const common = { service: publicService, port: ports.daemon };
  const hosts = [api, admin, app];
  const calls = [
    { name: 'cave-daemon', path: '/api/v1', requestsPerMinute: limits.sandboxes, hosts },
    { name: 'cave-daemon-auth', path: '/api/v1/auth', requestsPerMinute: limits.auth, hosts },
    { name: 'cave-daemon-models', path: '/api/v1/models', requestsPerMinute: limits.models, hosts },
    { name: 'cave-daemon-sessions', path: '/api/v1/sessions', requestsPerMinute: limits.sessions, hosts },
  ];
  for (const { path, ...call } of calls) {
    const certificateFor = call.name === publicService ? api : undefined;
    addPublicRoute(scope, env, { ...common, ...call, certificateFor, paths: [{ path }] });
  }
  const idle = idleDaemon(env);
  if (idle?.shadow) addShadowRoutes(scope, env, idle, calls);
  if (idle?.preview) addPreviewRoute(scope, env, idle, calls);
  addPublicRoute(scope, env, {
    ...common,
    name: 'cave-daemon-health',
    hosts: [api],
    paths: [{ path: '/healthz', exact: true }],
  });
}
