import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { KubeConfigMap, type Volume, type VolumeMount } from '../constructs/k8s';
import { configFiles } from '../constructs/volumes';

/** ConfigMap and key with the authority of a managed server, the same in every namespace that dials it. */
export const authorityRef = { name: 'bkg-db-ca', key: 'ca.crt' } as const;

// Not in /etc or /usr, which sandboxes see.
const folder = `/var/run/bkg.dev/${authorityRef.name}`;

/** Where every client finds it. */
export const authorityFile = `${folder}/${authorityRef.key}`;

/** PEM text of the authority that clients hold a server's certificate against; undefined where none does. */
export function databaseAuthority({ database }: Environment): string | undefined {
  // With the file at hand, `require` would quietly become `verify-ca`.
  return database.mode === 'managed' && database.sslMode.startsWith('verify-') ? database.managed.ca : undefined;
}

/** Adds the authority to the namespace of a chart, where there is one. */
export function addDatabaseAuthority(scope: Construct, env: Environment): void {
  const { name, key } = authorityRef;
  const authority = databaseAuthority(env);
  if (authority === undefined) return;
  new KubeConfigMap(scope, 'database-authority', { metadata: { name }, data: { [key]: authority } });
}

/** The authority as a file for a pod that dials the database; nothing where there is none. */
export function authorityFiles(env: Environment): [Volume, VolumeMount][] {
  return databaseAuthority(env) === undefined ? [] : [configFiles(authorityRef.name, folder)];
}
