import type { Construct } from 'constructs';
import type { WebUi } from '../../settings/types';
import { digest } from '../constructs/digest';
import { variables } from '../constructs/env';
import { KubeConfigMap, type Volume } from '../constructs/k8s';
import type { ContainerSpec } from '../constructs/pod';
import { resources } from '../constructs/quantities';
import { configFiles, mounted, scratch } from '../constructs/volumes';
import { uiHealthPath } from '../places';

/** How one mode serves a UI. */
export interface UiServer {
  readonly user: number;
  /** Answers 200 without a cookie. */
  readonly healthPath: string;
  readonly container: Omit<ContainerSpec, 'name'>;
  readonly volumes: Volume[];
  readonly configDigest?: string;
}

/** `next start` of the published image. */
export function nextServer(ui: WebUi, port: number): UiServer {
  const { volumes, volumeMounts } = mounted(scratch('cache', '/app/.next/cache', '256Mi'), scratch('tmp', '/tmp'));
  return {
    user: 1001,
    healthPath: uiHealthPath(ui),
    volumes,
    container: {
      image: ui.image,
      // Node itself as the first process: npm passes no signals on, and one of the images defaults to a wrong port.
      command: ['node', 'node_modules/next/dist/bin/next', 'start', '-p', String(port)],
      env: variables(
        { HOSTNAME: '0.0.0.0', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', PORT: String(port) },
        ui.env,
      ),
      resources: resources(ui.resources),
      volumeMounts,
      // New connections stop arriving only after the endpoint is gone everywhere.
      lifecycle: { preStop: { exec: { command: ['node', '-e', 'setTimeout(() => {}, 5000)'] } } },
    },
  };
}

/** A static export, served by nginx (the unprivileged image). */
export function staticServer(scope: Construct, name: string, ui: WebUi): UiServer {
  const data = { 'default.conf': nginxConfig };
  new KubeConfigMap(scope, 'nginx', { metadata: { name: `${name}-nginx` }, data });
  const { volumes, volumeMounts } = mounted(configFiles(`${name}-nginx`, '/etc/nginx/conf.d'), scratch('tmp', '/tmp'));
  return {
    user: 101,
    healthPath: uiHealthPath(ui),
    volumes,
    configDigest: digest(data),
    container: {
      image: ui.image,
      env: variables(ui.env),
      resources: resources(ui.resources),
      volumeMounts,
      lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 5 && nginx -s quit'] } } },
    },
  };
}

const nginxConfig = `server {
  listen 8080;
  root /usr/share/nginx/html;

  location = /healthz {
    access_log off;
    return 200;
  }

  location /_next/static/ {
    add_header Cache-Control "public, max-age=31536000, immutable";
  }

  location / {
    add_header Cache-Control "private, no-store";
    try_files $uri $uri.html $uri/index.html /404.html;
  }
}
`;
