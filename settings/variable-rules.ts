import type { FieldPath } from '../kubernetes/access';
import { isNamedSecret, knownSecret, looksLikeKey } from '../pipeline/secret-formats';
import { leaves } from './leaves';
import type { Breach, EnvironmentRule } from './rule';
import type { Environment } from './types';

const variableName: EnvironmentRule = {
  id: 'environment/variable-name',
  description: 'a name that no shell would take',
  example: '`env: { log-level: … }`',
  check: (env) =>
    breaches(
      env,
      (name) => !isName(name),
      'a variable name has letters, digits and underscores, and starts with no digit',
    ),
};

/** Variables that carry secrets; a plain value in an environment file would be a secret in Git. */
const secretNames = new Set([
  'BKG_API_KEY',
  'BKG_DB_DSN',
  'CAVE_AUDIT_LOG_HMAC_KEY',
  'CAVE_ROTATION_WEBHOOK_SECRET',
  'DATABASE_URL',
  'JWT_SECRET',
]);

/** Names of what nobody would write anything but a secret into. */
const secretLike = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY)$/i;

const secretVariable: EnvironmentRule = {
  id: 'environment/secret-variable',
  description: 'a secret as a plain variable, by its name or by what it looks like',
  example: '`env: { JWT_SECRET: … }`; `env: { PROXY: "http://user:…@proxy" }`',
  check: (env) =>
    variablesOf(env).flatMap(([path, value]) => {
      const message = whySecret(String(path.at(-1)), value);
      return message === undefined ? [] : [{ path, message }];
    }),
};

function whySecret(name: string, value: string): string | undefined {
  if (secretNames.has(name) || secretLike.test(name)) return 'comes from the secret store; never write its value here';
  const known = knownSecret(value)?.what;
  if (known === undefined && !isNamedSecret(name, value) && !looksLikeKey(value)) return undefined;
  return `holds ${known ?? 'what looks like a secret'}; put it into the secret store, and replace it if it was committed`;
}

/** Variables that say where a volume is mounted; another value would lead beside it. */
const mountedAt = new Set(['CAVE_WORKSPACE_ROOT']);

const mountedVariable: EnvironmentRule = {
  id: 'environment/mounted-variable',
  description: 'a variable that leads away from the volume it is about',
  example: '`env: { CAVE_WORKSPACE_ROOT: /tmp/workspaces }`',
  check: (env) => breaches(env, (name) => mountedAt.has(name), 'says where a volume is mounted; remove it'),
};

function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

function breaches(env: Environment, isWrong: (name: string) => boolean, message: string): Breach[] {
  return variablesOf(env)
    .filter(([path]) => isWrong(String(path.at(-1))))
    .map(([path]) => ({ path, message }));
}

/** Whatever is called `env` holds variables of a program. */
function variablesOf(env: Environment): [path: FieldPath, value: string][] {
  return leaves(env).flatMap(([path, value]) => (path.at(-2) === 'env' ? [[path, String(value)]] : []));
}

/** What plain variables may be called, and hold. */
export const variableRules = [variableName, secretVariable, mountedVariable];
