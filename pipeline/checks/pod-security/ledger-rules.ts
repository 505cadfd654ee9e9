import { textOf } from '../../../kubernetes/access';
import { isWider, tightestLevel } from '../../../kubernetes/pod-security';
import { labelPrefix, minorOfPolicy, policyOf } from '../../../kubernetes/pod-security/labels';
import { graphOf } from '../../objects/graph';
import type { Manifest } from '../../objects/manifest';
import type { Context, Finding, TreeRule } from '../rule';
import type { LedgerEntry, PodSecurityLedger } from './ledger';
import { isNamespace, labelsOf, nameOf } from '../../objects/names';

const enforce = `${labelPrefix}enforce`;

/** Only namespaces of an environment are in the ledger; others are somebody else's. */
function environmentOf(manifest: Manifest, { environmentLabel }: PodSecurityLedger): string | undefined {
  return isNamespace(manifest) ? textOf(labelsOf(manifest)[environmentLabel]) : undefined;
}

export const ledgerWidened: TreeRule = {
  id: 'pod-security/ledger-widened',
  description: 'a namespace wider than the ledger says, or than its pods need',
  example: 'pod-security.kubernetes.io/enforce: baseline, all pods satisfy restricted',
  *checkTree(tree, context) {
    const ledger = context.podSecurityLedger;
    if (!ledger) return;
    for (const manifest of tree) {
      const environment = environmentOf(manifest, ledger);
      if (environment === undefined) continue;
      const message = widened(manifest, environment, ledger) ?? wasteful(manifest, tree, context, ledger);
      if (message !== undefined) yield [manifest, { path: ['metadata', 'labels', enforce], message }];
    }
  },
};

function widened(manifest: Manifest, environment: string, ledger: PodSecurityLedger): string | undefined {
  if (!ledger.entries.some(({ environments }) => environments.includes(environment))) return undefined;
  const entry = entryFor(nameOf(manifest), environment, ledger.entries);
  const allowed = entry?.level ?? 'restricted';
  const { level } = policyOf(labelsOf(manifest), 'enforce');
  if (!isWider(level, allowed)) return undefined;
  const who = entry ? `${ledger.manifest.file} allows` : `a namespace outside ${ledger.manifest.file} may have`;
  return `level "${level}" is wider than "${allowed}", which ${who}; tighten it, or write the reason there`;
}

/** Wider than the pods need. Where no pod is in sight, they may simply not be among the files. */
function wasteful(
  manifest: Manifest,
  tree: readonly Manifest[],
  context: Context,
  { complete }: PodSecurityLedger,
): string | undefined {
  const policy = policyOf(labelsOf(manifest), 'enforce');
  if (policy.level === 'restricted') return undefined;
  const inside = graphOf(tree, context).inside(nameOf(manifest));
  const pods = inside.flatMap(({ pod }) => pod ?? []);
  if (pods.length === 0 && !complete) return undefined;
  const tightest = tightestLevel(pods, minorOfPolicy(policy, context.minor));
  if (!isWider(policy.level, tightest)) return undefined;
  return `level "${policy.level}" is wider than its pods need; set "${tightest}"`;
}

export const ledgerStale: TreeRule = {
  id: 'pod-security/ledger-stale',
  description:
    'an entry of the ledger that is incomplete, matches no namespace, or allows more than its namespace uses',
  example: '{ namespace: gone, environments: [dev], level: baseline, reason: … }',
  *checkTree(tree, context) {
    const ledger = context.podSecurityLedger;
    if (!ledger) return;
    for (const mistake of ledger.mistakes) yield [ledger.manifest, mistake];
    if (!ledger.complete) return;
    for (const environment of new Set(tree.map((manifest) => environmentOf(manifest, ledger)))) {
      if (environment === undefined) continue;
      const namespaces = tree.filter((manifest) => environmentOf(manifest, ledger) === environment);
      for (const finding of stale(namespaces, environment, ledger)) yield [ledger.manifest, finding];
    }
  },
};

function* stale(
  namespaces: readonly Manifest[],
  environment: string,
  { entries }: PodSecurityLedger,
): Generator<Finding> {
  for (const entry of entries) {
    const index = entry.environments.indexOf(environment);
    if (index === -1) continue;
    const matched = namespaces.filter((manifest) => entryFor(nameOf(manifest), environment, entries) === entry);
    if (matched.length === 0) {
      const message = `${environment} has no namespace "${entry.namespace}" for this entry; remove "${environment}" from it`;
      yield { path: [...entry.path, 'environments', index], message };
      continue;
    }
    const taken = matched.map((manifest) => policyOf(labelsOf(manifest), 'enforce').level);
    if (!taken.every((level) => isWider(entry.level, level))) continue;
    yield {
      path: [...entry.path, 'level'],
      message: `"${entry.namespace}" in ${environment} is tighter; set "${taken[0]}"`,
    };
  }
}

/** The entry of a namespace: the one that says most of its name. */
function entryFor(name: string, environment: string, entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  return entries
    .filter(({ environments }) => environments.includes(environment))
    .filter(({ namespace }) => name === namespace || name.endsWith(`-${namespace}`))
    .reduce<LedgerEntry | undefined>(
      (best, entry) => (best && best.namespace.length >= entry.namespace.length ? best : entry),
      undefined,
    );
}
