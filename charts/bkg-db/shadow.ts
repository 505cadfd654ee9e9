import { shadowRole } from '../../settings/facts/colours';
import { poolSize } from '../../settings/facts/pool';
import type { Environment } from '../../settings/types';
import { shadowDaemon } from '../daemons';
import noRole from './sql/no-shadow-role.sql';
import views from './sql/shadow.sql';
import role from './sql/shadow-role.sql';

/** Whether a colour of the daemon gets copies of requests, and so logs in with a role that cannot write. */
export function hasShadow(env: Environment): boolean {
  return shadowDaemon(env) !== undefined;
}

/** Roles that are there while a colour has a shadow, and what they are called without `bkg_`. */
export function rolesOfShadow(env: Environment): 'shadow'[] {
  return hasShadow(env) ? ['shadow'] : [];
}

/** Connections of that role: all pods of the colour, and one more while they are replaced. */
export function shadowConnections({ daemon }: Environment): number {
  return poolSize * ((daemon.autoscaling?.maxReplicas ?? daemon.replicas) + 1);
}

/** What the roles' Job of our own server runs besides: the role comes with the shadow and goes with it. */
export function shadowRoleFile(env: Environment): Record<string, string> {
  if (!hasShadow(env)) return { '15-no-shadow-role.sql': noRole };
  return { '15-shadow-role.sql': role.replace(':connections', String(shadowConnections(env))) };
}

/** What the policies' Job runs besides: the views. Without a shadow there are none, as policies.sql removes them. */
export function shadowViews(env: Environment): Record<string, string> {
  return hasShadow(env) ? { '15-shadow.sql': views } : {};
}

/** The role itself, which says nothing about what it may do with the database. */
export const shadowObject = `role ${shadowRole}`;
