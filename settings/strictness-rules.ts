import type { FieldPath } from '../kubernetes/access';

import type { Finding } from './messages';
import { finding, type Rule } from './rule';
import type { Environment } from './types';

/** What staging and production refuse, and what nobody may do. */
export const strictnessRules: readonly Rule[] = [images, weakSettings, sampling, allowList, variables];

/** Fields that hold an image, wherever they are. */
function images(env: Environment): Finding[] {
  return leaves(env).flatMap(([path, value]) => {
    if (typeof value !== 'string' || !/image$/i.test(String(path.at(-1)))) return [];
    if (env.tier !== 'development' && !value.includes('@sha256:')) {
      const message = `has no digest; add the @sha256:… of the released image, because a tag can change what ${env.tier} runs`;
      return [{ path, rule: 'image-digest', message }];
    }
    if (/:latest(@|$)/.test(value) || !/:[^/]+$/.test(value)) {
      return [{ path, rule: 'image-tag', message: 'names no release; use the tag of a version, not latest' }];
    }
    return [];
  });
}

function* walk(value: unknown, path: FieldPath): Generator<[FieldPath, unknown]> {
  if (value === null || typeof value !== 'object') {
    yield [path, value];
    return;
  }
  for (const [key, member] of Object.entries(value))
    yield* walk(member, [...path, Array.isArray(value) ? Number(key) : key]);
}

function leaves(env: Environment): [FieldPath, unknown][] {
  return [...walk(env, [])];
}

function weakSettings(env: Environment): Finding[] {
  const { tier, kernel, database, secrets, objectStorage, route } = env;
  if (tier === 'development') return [];
  const weak: [string, boolean, string][] = [
    [
      'kernel.isolation',
      kernel.isolation === 'off',
      'off runs tenants as plain processes that read each other and every secret',
    ],
    [
      'kernel.nodeSelector',
      Object.keys(kernel.nodeSelector).length === 0,
      "{} lets strangers' code run on nodes of the platform; give it a node pool of its own",
    ],
    [
      'kernel.taints',
      kernel.taints.length === 0,
      "[] lets pods of the platform run on nodes of strangers' code; taint the pool",
    ],
    [
      'kernel.workspaces.storageClass',
      tier === 'production' && kernel.workspaces.storageClass === undefined,
      'the default class need not be encrypted; name one that is',
    ],
    ['kernel.audit.enabled', !kernel.audit.enabled, 'false leaves no trace of what tenants ran'],
    [
      'database.migrations.keepSeeds',
      database.migrations.keepSeeds,
      'true keeps an admin key whose hash is public and which never expires',
    ],
    [
      'route.customHeaders',
      route.kind === 'ingress' && !route.customHeaders,
      'false lets sites be framed by others, and their pages be kept by shared caches',
    ],
    [
      'secrets.store',
      secrets.store === 'generated',
      'generated keeps the only copy of every secret inside the cluster',
    ],
    [
      'objectStorage.mode',
      objectStorage.mode === 'internal',
      'internal keeps audit logs and backups on one volume of the cluster they are for',
    ],
  ];
  return weak.flatMap(([field, found, why]) =>
    found ? [finding(field, 'weak-setting', `${why}; ${tier} refuses that`)] : [],
  );
}

/** The guide's range for production: enough to see, too little to drown. */
function sampling({ tier, telemetry }: Environment): Finding[] {
  if (tier !== 'production' || (telemetry.sampling >= 0.05 && telemetry.sampling <= 0.2)) return [];
  return [
    finding('telemetry.sampling', 'sampling', `must be between 0.05 and 0.2 in production, not ${telemetry.sampling}`),
  ];
}

function allowList({ route }: Environment): Finding[] {
  if (route.adminAllowList.length === 0 || route.kind !== 'gateway' || route.gateway.policies !== 'none') return [];
  return [
    finding(
      'route.adminAllowList',
      'unenforced-allow-list',
      'the Gateway API has no allow-lists; set route.gateway.policies, or leave it out and restrict the admin host at the gateway',
    ),
  ];
}

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

/** Variables that say where a volume is mounted; another value would lead beside it. */
const mountedAt = new Set(['CAVE_WORKSPACE_ROOT']);

/** Whatever is called `env` holds variables of a program. */
function variables(env: Environment): Finding[] {
  return leaves(env).flatMap(([path]) => (path.at(-2) === 'env' ? variable(path, String(path.at(-1))) : []));
}

function variable(path: FieldPath, name: string): Finding[] {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return [
      {
        path,
        rule: 'variable-name',
        message: 'a variable name has letters, digits and underscores, and starts with no digit',
      },
    ];
  }
  if (secretNames.has(name) || secretLike.test(name)) {
    return [{ path, rule: 'secret-variable', message: 'comes from the secret store; never write its value here' }];
  }
  if (mountedAt.has(name)) {
    return [{ path, rule: 'mounted-variable', message: 'says where a volume is mounted; remove it' }];
  }
  return [];
}
