import { missingReason } from './reason-rules';
import { type Breach, breach, type Draft, type EnvironmentRule } from './rule';
import type { Environment } from './types';
import { verifies } from './ssl-mode';

/** Enforced by the schema, and here where only several settings together show it. */
export const missingField: EnvironmentRule = {
  id: 'environment/missing-field',
  description: 'a field that is needed, always or because of another setting',
  example: '`database.mode: managed` without `database.managed`',
  check: (env) => [...issuer(env), ...authority(env), ...registrySecret(env), ...missingReason(env)],
  checkDraft: databaseOperator,
};

/** The operator's pods ask for the status of the database's, which is nobody else's to allow. */
function databaseOperator({ database, cluster }: Draft): Breach[] {
  if (database?.mode !== 'operator' || cluster?.databaseOperator !== undefined) return [];
  return [breach('cluster.databaseOperator', 'is missing; database.mode: operator needs it')];
}

/** Certificates of public hosts come from somebody. */
function issuer({ route }: Environment): Breach[] {
  if (route.kind !== 'ingress' || route.certificates !== 'cert-manager' || route.issuer) return [];
  return [breach('route.issuer', 'is missing; route.kind: ingress needs it, unless route.certificates is store')];
}

function authority({ database }: Environment): Breach[] {
  const { mode, sslMode } = database;
  if (mode !== 'managed' || database.managed.ca !== undefined || !verifies(sslMode)) return [];
  return [breach('database.managed.ca', `is missing; database.sslMode: ${sslMode} needs it`)];
}

/** Kyverno reads signatures itself, as nobody's pod. */
function registrySecret({ imageVerification, secrets }: Environment): Breach[] {
  if (imageVerification?.engine !== 'kyverno' || !secrets.pullSecret || imageVerification.registrySecret) return [];
  const message = 'is missing; secrets.pullSecret: true with imageVerification.engine: kyverno needs it';
  return [breach('imageVerification.registrySecret', message)];
}
