import { isolationLadder } from '../kubernetes/isolation-ladder';
import { minorOf } from '../kubernetes/version';
import { capacityRules } from './capacity-rules';
import { certificateRules } from './certificate-rules';
import { databaseRules } from './database-rules';
import { deliveryRules } from './delivery-rules';
import type { Finding } from './messages';
import { monitoringRules } from './monitoring-rules';
import { operatorRules } from './operator-rules';
import { reasonRules } from './reason-rules';
import { releaseRules } from './release-rules';
import { restoreRules } from './restore-rules';
import { finding } from './rule';
import { strictnessRules } from './strictness-rules';
import type { Environment } from './types';

/** All mistakes between fields, in the order of the rules. */
export function checkRules(env: Environment): Finding[] {
  return [
    neededSettings,
    hosts,
    topology,
    isolation,
    generatedStore,
    ...certificateRules,
    ...operatorRules,
    ...reasonRules,
    ...strictnessRules,
    ...capacityRules,
    ...databaseRules,
    ...releaseRules,
    ...restoreRules,
    ...monitoringRules,
    ...deliveryRules,
  ].flatMap((rule) => rule(env));
}

/** Settings that make another one necessary: when this field has this value, that field must be there. */
const needs: readonly (readonly [field: string, value: string, needed: string])[] = [
  ['database.mode', 'statefulset', 'database.storage'],
  ['database.mode', 'statefulset', 'database.resources'],
  ['database.mode', 'operator', 'database.storage'],
  ['database.mode', 'operator', 'database.resources'],
  ['database.mode', 'operator', 'cluster.databaseOperator'],
  ['database.mode', 'managed', 'database.managed'],
  ['monitoring.prometheus.mode', 'instance', 'monitoring.prometheus.instance'],
  ['monitoring.prometheus.mode', 'existing', 'monitoring.prometheus.existing'],
  ['monitoring.alertmanager.mode', 'instance', 'monitoring.alertmanager.instance'],
];

/** What is missing because of another setting, in data of any shape: told together with what the schema refuses. */
export function neededSettings(data: unknown): Finding[] {
  const get = (field: string) =>
    field
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], data);
  return needs
    .filter(([field, value, needed]) => get(field) === value && get(needed) === undefined)
    .map(([field, value, needed]) => finding(needed, 'missing-field', `is missing; ${field}: ${value} needs it`));
}

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

/** Rungs of the isolation ladder that the cluster is too old for. */
function isolation({ kernel, kubernetes }: Environment): Finding[] {
  const lowest = isolationLadder[kernel.isolation].kubernetes;
  if (minorOf(kubernetes) >= lowest) return [];
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
    ['route.certificates', env.route.certificates === 'store', 'a certificate that browsers trust'],
    ['daemon.tls', env.daemon.tls, 'a certificate with an authority'],
    ['database.mode', env.database.mode === 'managed', "a managed database's password"],
  ];
  return foreign.flatMap(([field, used, what]) =>
    used
      ? [finding(field, 'generated-secrets', `secrets.store: generated cannot make ${what}; use vault, aws or gcp`)]
      : [],
  );
}
