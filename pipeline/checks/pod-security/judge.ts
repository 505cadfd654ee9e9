import type { Data } from '../../../kubernetes/access';
import type { PodView } from '../../../kubernetes/kinds';
import { evaluate, type PodSecurityFinding, podChecks } from '../../../kubernetes/pod-security';
import type { Level } from '../../../kubernetes/pod-security/check';
import { minorOfPolicy, policyOf } from '../../../kubernetes/pod-security/labels';
import type { Manifest } from '../../objects/manifest';
import type { Context, TreeFinding } from '../rule';
import { isNamespace, labelsOf, nameOf, namespaceOf } from '../../objects/names';

/** Findings by check. */
type Verdict = ReadonlyMap<string, readonly TreeFinding[]>;

const verdicts = new WeakMap<readonly Manifest[], { readonly context: Context; readonly verdict: Verdict }>();

/** All pods of a tree at the levels they are to satisfy; every rule of the family asks, so the answer is kept. */
export function judge(tree: readonly Manifest[], context: Context): Verdict {
  const kept = verdicts.get(tree);
  if (kept?.context === context) return kept.verdict;
  const verdict = judgeTree(tree, context);
  verdicts.set(tree, { context, verdict });
  return verdict;
}

function judgeTree(tree: readonly Manifest[], context: Context): Verdict {
  const verdict = new Map<string, TreeFinding[]>();
  const labels = new Map(tree.filter(isNamespace).map((manifest) => [nameOf(manifest), labelsOf(manifest)]));
  for (const manifest of tree) {
    if (!manifest.pod) continue;
    for (const { check, path, message, severity } of judgePod(manifest, manifest.pod, labels, context)) {
      const found = verdict.get(check) ?? [];
      found.push([manifest, { path, message, severity }]);
      verdict.set(check, found);
    }
  }
  return verdict;
}

interface Judgement extends PodSecurityFinding {
  readonly severity: 'error' | 'warning';
}

function judgePod(
  manifest: Manifest,
  pod: PodView,
  namespaces: ReadonlyMap<string, Data>,
  { minor, podSecurity }: Context,
): Judgement[] {
  if (podSecurity) return as('error', evaluate(pod, podSecurity.level, podSecurity.minor));
  // Where kubectl puts what does not say.
  const labels = namespaces.get(namespaceOf(manifest) || 'default');
  if (!labels) return [];
  const demands = (['enforce', 'warn', 'audit'] as const).map((mode) => {
    const policy = policyOf(labels, mode);
    return { level: policy.level, minor: minorOfPolicy(policy, minor) };
  });
  const [enforced = [], ...announced] = distinct(demands).map(({ level, minor }) => evaluate(pod, level, minor));
  const errors = as('error', enforced);
  return [...errors, ...as('warning', without(announced.flat(), errors))];
}

/** Most namespaces ask for the same in all modes. The first one stays first. */
function distinct(demands: readonly { level: Level; minor: number }[]) {
  return demands.filter(
    ({ level, minor }, index) => demands.findIndex((other) => other.level === level && other.minor === minor) === index,
  );
}

/** Findings that are not there already, nor twice. */
function without(findings: readonly PodSecurityFinding[], there: readonly PodSecurityFinding[]): PodSecurityFinding[] {
  const seen = new Set(there.map(keyOf));
  return findings.filter((finding) => {
    const key = keyOf(finding);
    return !seen.has(key) && seen.add(key);
  });
}

const standsIn = new Map(podChecks.map(({ id, replaces }) => [id, replaces ?? id]));

/** A baseline check and its restricted twin say the same about the same field. */
function keyOf({ check, path }: PodSecurityFinding): string {
  return `${standsIn.get(check)} ${path.join('.')}`;
}

function as(severity: Judgement['severity'], findings: readonly PodSecurityFinding[]): Judgement[] {
  return findings.map((finding) => ({ ...finding, severity }));
}
