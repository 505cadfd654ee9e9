import { type Breach, breach, type EnvironmentRule } from './rule';
import type { Environment } from './types';

const weakSetting: EnvironmentRule = {
  id: 'environment/weak-setting',
  description: 'staging or production with a setting made for development',
  example: '`isolation: off`; `audit.enabled: false`; `store: generated`',
  check: weakSettings,
};

function weakSettings(env: Environment): Breach[] {
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
      'imageVerification',
      env.imageVerification === undefined,
      'left out, any image runs that somebody can push under a name of ours',
    ],
    [
      'imageVerification.mode',
      tier === 'production' && env.imageVerification?.mode === 'warn',
      'warn runs what nobody has signed',
    ],
    [
      'objectStorage.mode',
      objectStorage.mode === 'internal',
      'internal keeps audit logs and backups on one volume of the cluster they are for',
    ],
  ];
  return weak.flatMap(([field, found, why]) => (found ? [breach(field, `${why}; ${tier} refuses that`)] : []));
}

/** The guide's range for production: enough to see, too little to drown. */
const sampling: EnvironmentRule = {
  id: 'environment/sampling',
  description: "production outside the guide's range of 0.05 to 0.2",
  example: '`sampling: 1`',
  check: ({ tier, telemetry }) =>
    tier !== 'production' || (telemetry.sampling >= 0.05 && telemetry.sampling <= 0.2)
      ? []
      : [breach('telemetry.sampling', `must be between 0.05 and 0.2 in production, not ${telemetry.sampling}`)],
};

const unenforcedAllowList: EnvironmentRule = {
  id: 'environment/unenforced-allow-list',
  description: 'an allow-list that nothing enforces',
  example: '`adminAllowList` with `gateway.policies: none`',
  check({ route }) {
    if (route.adminAllowList.length === 0 || route.kind !== 'gateway' || route.gateway.policies !== 'none') return [];
    const message =
      'the Gateway API has no allow-lists; set route.gateway.policies, or leave it out and restrict the admin host at the gateway';
    return [breach('route.adminAllowList', message)];
  },
};

/** What staging and production refuse, and what nobody may do. */
export const strictnessRules = [weakSetting, sampling, unenforcedAllowList];
