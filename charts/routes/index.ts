import type { Construct } from 'constructs';
import type { Environment, Host } from '../../settings/types';
import { addHttpRoute } from './gateway';
import { addIngress } from './ingress';

/** A part of the public surface: what leads to one Service under one set of limits. */
export interface PublicRoute {
  readonly name: string;
  readonly hosts: readonly Host[];
  readonly paths: readonly PublicPath[];
  readonly service: string;
  readonly port: number;

  /** A header that requests must have to come this way. Only through a Gateway. @default - none */
  readonly header?: { readonly name: string; readonly value: string };

  /** Another Service that gets a copy of some requests, and whose answers nobody sees. Only through a Gateway. @default - none */
  readonly mirror?: { readonly service: string; readonly percent: number };

  /** Requests per minute and client address. @default - unlimited */
  readonly requestsPerMinute?: number;

  /** Address ranges that may come in. @default - everybody */
  readonly allowedCidrs?: readonly string[];

  /** Headers of every response, in place of what the server says. @default - the server decides */
  readonly responseHeaders?: Readonly<Record<string, string>>;

  /** Host whose certificate this route brings; its other hosts have theirs elsewhere. @default - none */
  readonly certificateFor?: Host;
}

export interface PublicPath {
  readonly path: string;
  /** Only this very path, nothing below it. @default false */
  readonly exact?: boolean;
  /** Methods that come this way. Only through a Gateway. @default - all */
  readonly methods?: readonly ('GET' | 'HEAD')[];
}

/**
 * Publishes a Service in the way the environment's cluster does it. What only a Gateway can do, the rules of environment
 * files keep from an Ingress.
 */
export function addPublicRoute(scope: Construct, env: Environment, route: PublicRoute): void {
  if (env.route.kind === 'gateway') addHttpRoute(scope, env.route, route);
  else addIngress(scope, env, route);
}
