import { capacityRules } from './capacity-rules';
import type { Finding } from './messages';
import { finding, type Rule } from './rule';
import { strictnessRules } from './strictness-rules';
import type { Environment } from './types';

/** All mistakes between fields, in the order of the rules. */
export function checkRules(env: Environment): Finding[] {
  return [...needs, hosts, topology, isolation, generatedStore, ...strictnessRules, ...capacityRules].flatMap((rule) =>
    rule(env),
  );
}

/** A setting that makes another one necessary. */
function need(
  field: string,
  setting: (env: Environment) => boolean,
  value: (env: Environment) => unknown,
  because: string,
): Rule {
  return (env) =>
    setting(env) && value(env) === undefined
      ? [finding(field, 'missing-field', `is missing; ${because} needs it`)]
      : [];
}

const needs: readonly Rule[] = [
  need(
    'kernel.image',
    ({ kernel }) => kernel.topology === 'separate',
    ({ kernel }) => kernel.image,
    'kernel.topology: separate',
  ),
  need(
    'route.issuer',
    ({ route }) => route.kind === 'ingress',
    ({ route }) => route.issuer,
    'route.kind: ingress',
  ),
  need(
    'route.gateway',
    ({ route }) => route.kind === 'gateway',
    ({ route }) => route.gateway,
    'route.kind: gateway',
  ),
  need(
    'database.storage',
    ({ database }) => database.mode !== 'managed',
    ({ database }) => database.storage,
    'a database in the cluster',
  ),
  need(
    'database.resources',
    ({ database }) => database.mode !== 'managed',
    ({ database }) => database.resources,
    'a database in the cluster',
  ),
  need(
    'database.managed',
    ({ database }) => database.mode === 'managed',
    ({ database }) => database.managed,
    'database.mode: managed',
  ),
  need(
    'cluster.databaseOperator',
    ({ database }) => database.mode === 'operator',
    ({ cluster }) => cluster.databaseOperator,
    'database.mode: operator',
  ),
  need(
    'secrets.vault',
    ({ secrets }) => secrets.store === 'vault',
    ({ secrets }) => secrets.vault,
    'secrets.store: vault',
  ),
  need(
    'secrets.aws',
    ({ secrets }) => secrets.store === 'aws',
    ({ secrets }) => secrets.aws,
    'secrets.store: aws',
  ),
  need(
    'secrets.gcp',
    ({ secrets }) => secrets.store === 'gcp',
    ({ secrets }) => secrets.gcp,
    'secrets.store: gcp',
  ),
  need(
    'objectStorage.server',
    ({ objectStorage }) => objectStorage.mode === 'internal',
    ({ objectStorage }) => objectStorage.server,
    'objectStorage.mode: internal',
  ),
  need(
    'objectStorage.external',
    ({ objectStorage }) => objectStorage.mode === 'external',
    ({ objectStorage }) => objectStorage.external,
    'objectStorage.mode: external',
  ),
  need(
    'monitoring.prometheus.instance',
    ({ monitoring }) => monitoring.prometheus.mode === 'instance',
    ({ monitoring }) => monitoring.prometheus.instance,
    'monitoring.prometheus.mode: instance',
  ),
  need(
    'monitoring.prometheus.existing',
    ({ monitoring }) => monitoring.prometheus.mode === 'existing',
    ({ monitoring }) => monitoring.prometheus.existing,
    'monitoring.prometheus.mode: existing',
  ),
  need(
    'monitoring.alertmanager.instance',
    ({ monitoring }) => monitoring.alertmanager.mode === 'instance',
    ({ monitoring }) => monitoring.alertmanager.instance,
    'monitoring.alertmanager.mode: instance',
  ),
];

/** Token cookies of the UIs are readable by scripts of their host, so hosts are never shared. */
function hosts({ domains }: Environment): Finding[] {
  const seen = new Map<string, string>();
  return Object.entries(domains).flatMap(([name, host]) => {
    const first = seen.get(host);
    seen.set(host, name);
    return first
      ? [finding(`domains.${name}`, 'shared-host', `is the host of domains.${first} as well; each needs its own`)]
      : [];
  });
}

function topology({ kernel, daemon, database }: Environment): Finding[] {
  const findings: Finding[] = [];
  if (kernel.topology === 'embedded' && daemon.replicas > 1) {
    findings.push(
      finding(
        'daemon.replicas',
        'embedded-replicas',
        'must be 1 with kernel.topology: embedded; running sandboxes live in one process',
      ),
    );
  }
  if (kernel.topology === 'embedded' && daemon.autoscaling) {
    findings.push(
      finding(
        'daemon.autoscaling',
        'embedded-replicas',
        'remove it; with kernel.topology: embedded there is exactly one daemon',
      ),
    );
  }
  if (daemon.autoscaling && daemon.replicas > 1) {
    findings.push(
      finding('daemon.replicas', 'autoscaled-replicas', 'remove it; daemon.autoscaling decides how many there are'),
    );
  }
  if (database.mode !== 'operator' && database.instances > 1) {
    findings.push(finding('database.instances', 'single-database', 'several servers need database.mode: operator'));
  }
  return findings;
}

/** Lowest minor on which a rung works with default feature gates. */
const lowestMinor: Partial<Record<Environment['kernel']['isolation'], number>> = {
  // UserNamespacesSupport and ProcMountType are on by default from 1.33 (KEP-127, KEP-4265).
  'user-namespace': 33,
};

function isolation({ kernel, kubernetes }: Environment): Finding[] {
  const lowest = lowestMinor[kernel.isolation];
  if (lowest === undefined || Number(kubernetes.split('.')[1]) >= lowest) return [];
  return [
    finding(
      'kernel.isolation',
      'isolation-version',
      `'${kernel.isolation}' needs Kubernetes 1.${lowest} or newer, the environment says ${kubernetes}`,
    ),
  ];
}

/** Generators make random values; nothing random is accepted by somebody else's system. */
function generatedStore(env: Environment): Finding[] {
  if (env.secrets.store !== 'generated') return [];
  const foreign: [string, boolean, string][] = [
    ['secrets.pullSecret', env.secrets.pullSecret, 'registry credentials'],
    ['telemetry.backends', env.telemetry.backends.length > 0, "a backend's authorization"],
    ['monitoring.alertmanager.webhook', env.monitoring.alertmanager.webhook !== undefined, 'a webhook address'],
    ['objectStorage.mode', env.objectStorage.mode === 'external', "a provider's credentials"],
    ['database.mode', env.database.mode === 'managed', "a managed database's password"],
  ];
  return foreign.flatMap(([field, used, what]) =>
    used
      ? [finding(field, 'generated-secrets', `secrets.store: generated cannot make ${what}; use vault, aws or gcp`)]
      : [],
  );
}
