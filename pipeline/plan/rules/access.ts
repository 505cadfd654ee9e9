import { listOf, mapsOf } from '../../../kubernetes/access';
import { evaluate, isWider, tightestLevel } from '../../../kubernetes/pod-security';
import type { Level } from '../../../kubernetes/pod-security/check';
import { labelPrefix, policyOf } from '../../../kubernetes/pod-security/labels';
import { minors } from '../../../kubernetes/version';
import { wordsOf } from '../paths';
import type { Entry } from '../tree';
import { metadataOf, type PlanContext, type RiskRule, titleOf, type Verdict } from './rule';

const rbac = 'rbac.authorization.k8s.io';
const roles = [`${rbac}/Role`, `${rbac}/ClusterRole`];
const bindings = [`${rbac}/RoleBinding`, `${rbac}/ClusterRoleBinding`];

/** What a role allows. */
export const roleWidened: RiskRule = {
  id: 'access/role',
  description: 'a Role or ClusterRole that allows what it did not allow before',
  example: '`verbs: [get, list]` where it was `[get]`',
  kinds: roles,
  *judge({ before, after, type }): Generator<Verdict> {
    if (type === 'remove' || !after) return;
    const old = before ? permissionsOf(before) : [];
    const more = permissionsOf(after).filter((permission) => !old.some((one) => covers(one, permission)));
    if (more.length > 0) yield { risk: 'safe', reason: `whoever has it may ${phrase(more)}`, widens: true };
    const less = old.filter((permission) => !permissionsOf(after).some((one) => covers(one, permission)));
    if (less.length > 0) yield { risk: 'disruptive', reason: `whoever has it may no longer ${phrase(less)}` };
  },
};

/** Who has a role. */
export const bindingWidened: RiskRule = {
  id: 'access/binding',
  description: 'an account, user or group that gets a role, or loses it',
  example: 'one more entry under `subjects`',
  kinds: bindings,
  *judge({ before, after }): Generator<Verdict> {
    const [old, current] = [before ? subjectsOf(before) : [], after ? subjectsOf(after) : []];
    const role = after ? roleOf(after) : '';
    for (const subject of current.filter((one) => !old.includes(one))) {
      yield { risk: 'safe', reason: `gives ${role} to ${subject}`, widens: true };
    }
    for (const subject of old.filter((one) => !current.includes(one))) {
      yield { risk: 'disruptive', reason: `takes ${before ? roleOf(before) : role} from ${subject}` };
    }
  },
};

/** What a namespace admits. */
export const podSecurity: RiskRule = {
  id: 'access/pod-security',
  description: 'a namespace that admits pods at another level of the Pod Security Standards',
  example: '`pod-security.kubernetes.io/enforce: baseline` where it was `restricted`',
  kinds: ['/Namespace'],
  *judge({ before, after, type }, context): Generator<Verdict> {
    if (type === 'remove' || !after) return;
    const is = policyOf(metadataOf(after, 'labels'), 'enforce').level;
    if (!before) {
      if (is !== 'restricted') yield { risk: 'safe', reason: `admits pods at level ${is}`, widens: true };
      return;
    }
    const was = policyOf(metadataOf(before, 'labels'), 'enforce').level;
    if (isWider(is, was)) yield { risk: 'safe', reason: `admits pods at level ${is} instead of ${was}`, widens: true };
    if (isWider(was, is)) {
      yield* refusedPods(is, was, after.name, context);
      yield {
        risk: 'safe',
        reason: `refuses new pods that are not ${is}, where ${was} was enough; pods that run stay`,
      };
    }
    const version = `${labelPrefix}enforce-version`;
    const [old, current] = [before, after].map((entry) => String(metadataOf(entry, 'labels')[version] ?? 'latest'));
    if (is === was && old !== current) {
      yield {
        risk: 'safe',
        reason: `judges new pods by Pod Security ${current} instead of ${old}; later versions may allow and refuse other things`,
      };
    }
  },
};

/** Workloads whose next pods a namespace does not take any more. */
function* refusedPods(is: Level, was: Level, namespace: string, { after }: PlanContext): Generator<Verdict> {
  for (const { manifest } of after.graph.pods.in(namespace)) {
    const { pod } = manifest;
    if (!pod || evaluate(pod, was, minors.highest).length > 0) continue;
    const checks = [...new Set(evaluate(pod, is, minors.highest).map(({ check }) => check))];
    const [entry] = after.entriesOf([manifest]);
    if (checks.length === 0 || !entry) continue;
    yield {
      risk: 'disruptive',
      reason: `${titleOf(entry)} is not ${is}: its next pods are refused: ${checks.join(', ')}`,
    };
  }
}

/** What pods may do on their node. */
export const podWidened: RiskRule = {
  id: 'access/pod',
  description:
    'a workload whose pods need a wider level of the Pod Security Standards than before, or privileged from the start',
  example: '`hostNetwork: true`',
  *judge({ before, after, type, fields }): Generator<Verdict> {
    const pod = after?.manifest.pod;
    if (type === 'remove' || !pod || (before && !fields.some(({ path }) => bearsOnSecurity(wordsOf(path))))) return;
    const is = tightestLevel([pod], minors.highest);
    const was = before?.manifest.pod ? tightestLevel([before.manifest.pod], minors.highest) : 'baseline';
    if (!isWider(is, was)) return;
    const why = evaluate(pod, was, minors.highest).map(({ check }) => check);
    const than = before ? ` instead of ${was}` : '';
    yield { risk: 'safe', reason: `its pods need level ${is}${than}: ${[...new Set(why)].join(', ')}`, widens: true };
  },
};

/** Fields of a pod that its level hangs on. */
const securityFields =
  /^(?:host\w*|volumes|securityContext|annotations|livenessProbe|readinessProbe|startupProbe|lifecycle)$/;

/** Whether a field may change the level that a pod needs; a whole container or template may as well. */
function bearsOnSecurity(path: readonly string[]): boolean {
  return path.some((word) => securityFields.test(word)) || /ontainers$/.test(path.at(-2) ?? '') || path.length < 5;
}

interface Permission {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** `*` for all. */
  readonly name: string;
}

function permissionsOf(role: Entry): Permission[] {
  return mapsOf(role.manifest.object.rules).flatMap(({ item }) => {
    const verbs = textList(item.verbs);
    const urls = textList(item.nonResourceURLs).flatMap((url) =>
      verbs.map((verb) => ({ group: 'url', resource: url, verb, name: '*' })),
    );
    const names = textList(item.resourceNames);
    const resources = textList(item.apiGroups).flatMap((group) =>
      textList(item.resources).flatMap((resource) =>
        verbs.flatMap((verb) => (names.length > 0 ? names : ['*']).map((name) => ({ group, resource, verb, name }))),
      ),
    );
    return [...urls, ...resources];
  });
}

/** Whether the first permission contains the second. */
function covers(a: Permission, b: Permission): boolean {
  const has = (mine: string, other: string) => mine === '*' || mine === other;
  return has(a.group, b.group) && has(a.resource, b.resource) && has(a.verb, b.verb) && has(a.name, b.name);
}

/** `get, list secrets; get secrets "login"`. */
function phrase(permissions: readonly Permission[]): string {
  const byTarget = new Map<string, string[]>();
  for (const { group, resource, verb, name } of permissions) {
    const kind =
      resource === '*'
        ? group === '*'
          ? 'everything'
          : `everything of ${group === '' ? 'the core API' : group}`
        : group === '' || group === 'url'
          ? resource
          : `${resource}.${group}`;
    const target = `${kind}${name === '*' ? '' : ` "${name}"`}`;
    byTarget.set(target, [...(byTarget.get(target) ?? []), verb === '*' ? 'do anything with' : verb]);
  }
  return [...byTarget].map(([target, verbs]) => `${[...new Set(verbs)].join(', ')} ${target}`).join('; ');
}

function subjectsOf(binding: Entry): string[] {
  return mapsOf(binding.manifest.object.subjects).map(({ item }) => {
    const namespace = item.kind === 'ServiceAccount' ? (item.namespace ?? binding.namespace) : undefined;
    return `${String(item.kind)} "${String(item.name)}"${namespace === undefined ? '' : ` in namespace "${String(namespace)}"`}`;
  });
}

function roleOf({ manifest, kind, namespace }: Entry): string {
  const { roleRef } = manifest.object as { roleRef?: { kind?: string; name?: string } };
  const where = kind.endsWith('/ClusterRoleBinding') ? 'in the whole cluster' : `in namespace "${namespace}"`;
  return `${roleRef?.kind ?? 'role'} "${roleRef?.name ?? ''}" ${where}`;
}

function textList(value: unknown): string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string');
}
