import type { Manifest } from '../objects/manifest';
import type { Problem } from '../problem';
import { visibleField, visibleWords } from './hidden';
import { imageChanges } from './images';
import { ChangedInputs } from './inputs';
import { type Difference, differences } from './match';
import { pathText } from './paths';
import { reachOf } from './reach';
import { podsOf, type Rollout, rolloutsOf } from './rollouts';
import { judge, type Judgement } from './rules';
import { entryOf, type PlanContext, type Refusals } from './rules/rule';
import { type Entry, referenceTo, type Tree } from './tree';
import { type Change, type EnvironmentPlan, type FieldChange, risks, worst } from './types';

/** What happens to an environment, and what reports need to show it. */
export interface Comparison {
  readonly name: string;
  /** Whether two environments stand side by side, so that nothing happens to either. */
  readonly isSideBySide: boolean;
  readonly plan: EnvironmentPlan;
  /** The objects behind each change, in the same order. */
  readonly objects: readonly { readonly before?: Entry; readonly after?: Entry }[];
  readonly before: Tree;
  readonly after: Tree;
  readonly problems: readonly Problem[];
}

/** Why the API server of a cluster that was asked refuses an object; undefined when it takes it. */
export type Answers = (entry: Entry) => string | undefined;

/** What happens to a cluster that has `before` when `after` is delivered to it. */
export function compare(before: Tree, after: Tree, refusals: Refusals, answers: Answers = () => undefined): Comparison {
  const reach = reachOf(withRefused(differences(before, after), before, after, answers), before, after);
  const { cluster, held, ignored } = reach;
  const applied = reach.differences.filter((difference) => !held.has(difference));
  const inputs = new ChangedInputs(applied);
  const all = rolloutsOf(applied, inputs, before, cluster);
  const rollouts = new Map(all.map((one) => [one.workload, one]));
  const definitions = after.ofKind('apiextensions.k8s.io/CustomResourceDefinition').map(({ manifest }) => manifest);
  const refused = (manifest: Manifest) => refusals(manifest, definitions);
  const context: PlanContext = { before, after: cluster, held, ignored, refusals: refused, inputs, rollouts };
  const judged = reach.differences.map((difference) => ({
    difference,
    verdicts: refusedBy(difference, context, answers) ?? judge(difference, context),
  }));
  const stopped = new Set(judged.filter(isStopped).map(({ difference }) => difference.after));
  const restarts = [...all.filter(({ workload }) => !stopped.has(workload)), ...replacements(judged, cluster)];
  const written = reach.differences.map((difference) => ignored.get(difference)?.written ?? difference);
  return {
    name: after.name,
    isSideBySide: false,
    plan: {
      changes: judged.map(({ verdicts }, index) => changeOf(written[index] as Difference, verdicts)),
      restarts: restarts.map(({ workload, pods, because }) => ({ workload: referenceTo(workload), pods, because })),
      images: imageChanges(applied, before, cluster),
    },
    objects: written.map(({ before: was, after: is }) => ({ before: was, after: is })),
    before,
    after,
    problems: restarts.filter(({ because }) => because.length === 0).map(unexplained),
  };
}

/** With objects that say what is there already and are refused all the same. */
function withRefused(found: readonly Difference[], before: Tree, after: Tree, answers: Answers): readonly Difference[] {
  const known = new Set(found.map((difference) => difference.after));
  const others = after.entries.filter((entry) => !known.has(entry) && answers(entry) !== undefined);
  const refused = others.flatMap((entry): Difference[] => {
    const was = before.find(entry.kind, entry.namespace, entry.name);
    return was ? [{ type: 'change', before: was, after: entry, fields: [] }] : [];
  });
  return [...found, ...refused];
}

/** What the API server of the cluster says, in its own words. */
function refusedBy(difference: Difference, { held }: PlanContext, answers: Answers): Judgement[] | undefined {
  const refusal = difference.after && !held.has(difference) ? answers(difference.after) : undefined;
  return refusal === undefined
    ? undefined
    : [{ rule: 'cluster/refused', risk: 'refused', reason: `the API server refuses it: ${refusal}` }];
}

interface Judged {
  readonly difference: Difference;
  readonly verdicts: readonly Judgement[];
}

/** Whether nothing rolls: the change is refused, or the workload is made again as a whole. */
function isStopped({ verdicts }: Judged): boolean {
  return verdicts.some(({ risk, replaces }) => risk === 'refused' || replaces);
}

/** Workloads that an engine deletes and creates again restart as well. */
function replacements(judged: readonly Judged[], after: Tree): Rollout[] {
  return judged.flatMap(({ difference, verdicts }) => {
    const workload = entryOf(difference);
    if (!verdicts.some(({ replaces }) => replaces) || !workload.manifest.pod || workload.kind === 'batch/Job')
      return [];
    return [{ workload, pods: podsOf(workload, after), because: ['deleted and created again'] }];
  });
}

function changeOf(difference: Difference, verdicts: readonly Judgement[]): Change {
  const { type, before, after } = difference;
  const entry = entryOf(difference);
  const isReplaced = type === 'rename' || verdicts.some(({ replaces }) => replaces);
  const ordered = [...verdicts]
    .sort((a, b) => risks.indexOf(b.risk) - risks.indexOf(a.risk))
    .map((verdict) => ({ ...verdict, reason: visibleWords(verdict.reason) }));
  return {
    object: referenceTo(entry),
    ...(type === 'rename' && before && { was: referenceTo(before) }),
    component: entry.component,
    action: isReplaced ? 'replace' : (type as Exclude<Difference['type'], 'rename'>),
    risk: verdicts.map(({ risk }) => risk).reduce(worst, 'safe'),
    reasons: [...new Set(ordered.map(({ reason }) => reason))],
    widens: [...new Set(ordered.filter(({ widens }) => widens).map(({ reason }) => reason))],
    rules: [...new Set(ordered.map(({ rule }) => rule))],
    fields: fieldsOf(difference, after ?? before),
  };
}

function fieldsOf({ fields }: Difference, entry: Entry): FieldChange[] {
  return fields.map((field) => ({ path: pathText(field.path), ...visibleField(entry.kind, field) }));
}

/** A restart that nobody can explain is a mistake in whoever rendered the tree. */
function unexplained({ workload }: Rollout): Problem {
  return {
    rule: 'plan/unexplained-restart',
    severity: 'error',
    file: workload.manifest.file,
    line: 1,
    column: 1,
    object: referenceTo(workload),
    path: 'spec.template',
    message: 'its pods restart, and nothing that they read has changed; take the checksum only of what they read',
  };
}

/** What differs between two environments, by the names of the second one; nothing happens to either. */
export function compareSideBySide(before: Tree, after: Tree, translate: (text: string) => string): Comparison {
  const found = differences(before, after, translate)
    .map(withoutFingerprints)
    .filter(({ type, fields }) => type === 'add' || type === 'remove' || fields.length > 0);
  const changes = found.map((difference): Change => {
    const entry = entryOf(difference);
    const { type } = difference;
    const only = type === 'add' ? `only in ${after.name}` : type === 'remove' ? `only in ${before.name}` : undefined;
    return {
      object: referenceTo(entry),
      component: entry.component,
      action: type === 'rename' ? 'change' : type,
      risk: 'safe',
      reasons: [only ?? `${before.name} and ${after.name} differ`],
      widens: [],
      rules: [],
      fields: fieldsOf(difference, entry),
    };
  });
  return {
    name: `${before.name} → ${after.name}`,
    isSideBySide: true,
    plan: { changes, restarts: [], images: imageChanges(found, before, after) },
    objects: found.map(({ before: was, after: is }) => ({ before: was, after: is })),
    before,
    after,
    problems: [],
  };
}

/**
 * Between environments, names and checksums that are made of content say nothing that the content does not say, and what
 * engines have to know follows from the engine.
 */
function withoutFingerprints(difference: Difference): Difference {
  const fields = difference.fields.filter(({ path }) => {
    const text = pathText(path);
    if (difference.type === 'rename' && text === 'metadata.name') return false;
    if (/^spec\.template\.metadata\.annotations\[.*(?:checksum|digest|hash)/i.test(text)) return false;
    return !/^metadata\.annotations\["(?:argocd\.argoproj\.io|kustomize\.toolkit\.fluxcd\.io)\//.test(text);
  });
  return { ...difference, fields } as Difference;
}
