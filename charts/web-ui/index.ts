import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { httpProbe, Server } from '../constructs/server';
import { namespaceOf, uiConfig, uiPort } from '../places';
import { priorityClass } from '../priorities';
import { addPublicRoute } from '../routes';
import { securityHeaders } from '../routes/security-headers';
import { pullSecretOf } from '../secrets/consumers';
import { nextServer, staticServer } from './servers';

export type Ui = 'admin-ui' | 'web-app';

/** The site of operators, on a host of its own that an allow-list may close. */
export const adminUi = uiComponent('admin-ui');

/** The site of tenants. */
export const webApp = uiComponent('web-app');

function uiComponent(name: Ui): Component {
  return {
    name,
    source: 'charts/web-ui',
    after: ['cave-daemon'],
    build: (scope, env) => new WebUi(scope, name, env),
  };
}

class WebUi extends ComponentChart {
  constructor(scope: Construct, name: Ui, env: Environment) {
    super(scope, name, { environment: env.name, namespace: namespaceOf(env, name) });
    const ui = uiConfig(env, name);
    const server = ui.mode === 'static' ? staticServer(this, name, ui) : nextServer(ui, uiPort(env, name));
    new Server(this, name, {
      user: server.user,
      priorityClass: priorityClass(env, 'standard'),
      pullSecret: pullSecretOf(env),
      configDigest: server.configDigest,
      replicas: ui.replicas,
      ports: { http: uiPort(env, name) },
      containers: [
        {
          ...server.container,
          name,
          readinessProbe: httpProbe(server.healthPath, { periodSeconds: 10, timeoutSeconds: 5 }),
          livenessProbe: httpProbe(server.healthPath, { periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 }),
        },
      ],
      spec: { volumes: server.volumes, terminationGracePeriodSeconds: 30 },
    });
    this.publish(env, name);
  }

  /**
   * Pages hold a tenant's data behind a cookie, so no shared cache may keep them. Assets are named after their content
   * and the server says so itself; overriding that would let a cache keep a 404 of a roll-out for a year.
   */
  private publish(env: Environment, name: Ui): void {
    const host = name === 'admin-ui' ? env.domains.admin : env.domains.app;
    const headers = uiConfig(env, name).securityHeaders ? securityHeaders : {};
    const common = {
      hosts: [host],
      service: name,
      port: uiPort(env, name),
      allowedCidrs: name === 'admin-ui' ? env.route.adminAllowList : [],
    };
    addPublicRoute(this, env, {
      ...common,
      name,
      paths: [{ path: '/' }],
      responseHeaders: { 'Cache-Control': 'private, no-store', ...headers },
      certificateFor: host,
    });
    addPublicRoute(this, env, {
      ...common,
      name: `${name}-assets`,
      paths: [{ path: '/_next/static' }],
      responseHeaders: headers,
    });
  }
}
