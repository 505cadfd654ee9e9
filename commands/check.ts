import path from 'node:path';
import { minors } from '../kubernetes/version';
import { check as runChecks, problemsOf } from '../pipeline/checks';
import { applyExceptions } from '../pipeline/checks/exceptions';
import type { PodSecurityLedger } from '../pipeline/checks/pod-security/ledger';
import { dryRunRules } from '../pipeline/checks/dry-run/rule-list';
import type { Context } from '../pipeline/checks/rule';
import { objectRules, treeRules } from '../pipeline/checks/rules';
import type { SchemaLookup } from '../pipeline/checks/schema/lookup';
import { schemaRules } from '../pipeline/checks/schema/rule-list';
import { variantsIn } from '../pipeline/checks/references/twice';
import { isReviewers } from '../pipeline/checks/reviewers';
import { nearest } from '../pipeline/nearest';
import type { ExternalObject } from '../pipeline/objects/external';
import { leadingOut } from '../pipeline/objects/links';
import type { Manifest } from '../pipeline/objects/manifest';
import { errorsIn, sortProblems } from '../pipeline/problem';
import { deliveryRules } from '../pipeline/publish/tree/rule-list';
import { dryRun } from './cluster';
import { readExternal } from './external';
import { readInput } from './input';
import { type Outcome, UsageError } from './outcome';
import { exceptionsOf, ledgerOf } from './policy';
import { progress } from './progress';
import { githubReport } from './report/github';
import { type CheckReport, jsonReport, type Skipped } from './report/json';
import { counted, summary } from './report/summary';
import { junitReport } from './report/junit';
import { sarifReport } from './report/sarif';
import { schemasWith } from './schemas';
import { type Tree, treesOf } from './trees';
import { versionOf } from './version';

/** How problems can be printed. */
export const checkFormats = ['text', 'json', 'github', 'sarif', 'junit'] as const;

export interface CheckOptions {
  readonly root: string;
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  /** Minor of the target cluster. @default - the environment's, or the newest that is known */
  readonly minor?: number;
  readonly podSecurity?: Context['podSecurity'];
  /** Only rules whose names begin with one of these. @default - all */
  readonly only?: readonly string[];
  /** Also asks the API server of kubectl's current context. */
  readonly cluster: boolean;
  /** Whether what is neither in the input nor in `external` does not exist. */
  readonly closed: boolean;
  /** A file that says what is there besides the input. @default - the environment's own file says it */
  readonly external?: string;
  /** Files and folders of definitions of custom resources, which are used before our own schemas. @default - none */
  readonly schema?: readonly string[];
  /** Leaves out what only a reviewer minds. */
  readonly apiServerOnly: boolean;
  readonly format: (typeof checkFormats)[number];
}

/** Checks any YAML or JSON: not only ours. */
export function check(options: CheckOptions): Outcome {
  checkNames(options.only ?? []);
  const input = readInput(options.paths);
  const { files, manifests, problems: unreadable } = input;
  if (manifests.length + unreadable.length === 0) throw nothingIn(options.paths, files);
  progress(`checking ${manifests.length} objects`);
  const schemas = schemasWith(options.root, options.schema ?? []);
  const trees = judgedTrees(manifests, options, schemas);
  const broken = trees.flatMap((tree) => runChecks(tree.manifests, schemas, tree.context));
  const all = [...unreadable, ...broken, ...(options.cluster ? problemsOf(dryRun(manifests)) : [])];
  const found = applyExceptions(all, exceptionsOf(options.root), false);
  const problems = sortProblems(found.filter(({ rule }) => isAsked(rule, options)));
  const skipped = [
    entry('unreadable document', unreadable.length, 'nothing in it was checked'),
    entry('kustomization file', input.indexes, 'kubectl and Argo CD never take them for objects'),
    entry('Helm file', input.helm, 'charts, their templates and values; check what "helm template" makes of them'),
    entry('reference', outsideOf(trees), 'to what is not in the input; --closed reports it'),
    entry(
      'object',
      variantsOf(trees),
      'of the same name as one in another file, as variants are; --closed reports them',
    ),
    entry('problem', all.length - found.length, 'policy/exceptions.yaml accepts them'),
    entry('rule', allRules.filter(({ id }) => !isAsked(id, options)).length, 'not asked for'),
  ].flat();
  const exitCode = errorsIn(problems).length > 0 ? 1 : 0;
  const said = { objects: manifests.length, files, skipped, problems };
  if (options.format === 'text') return { exitCode, lines: summary(said), problems };
  return { exitCode, lines: report(said, options) };
}

/** Nobody shall take silence about nothing for a clean result. */
function nothingIn(paths: readonly string[], files: number): UsageError {
  const where = paths.map((name) => `'${name}'`).join(', ');
  return new UsageError(`nothing to check: ${counted(files, 'file')} and no object in ${where}`);
}

interface JudgedTree {
  readonly manifests: readonly Manifest[];
  readonly context: Context;
}

function judgedTrees(manifests: readonly Manifest[], options: CheckOptions, schemas: SchemaLookup): JudgedTree[] {
  const ledger = ledgerOf(options.root, false);
  const besides = options.external === undefined ? [] : readExternal(options.external, schemas);
  return treesOf(manifests, path.join(options.root, 'environments')).map((tree) => ({
    manifests: tree.manifests,
    context: contextFor(tree, options, ledger, besides),
  }));
}

function outsideOf(trees: readonly JudgedTree[]): number {
  return trees.reduce((sum, tree) => sum + leadingOut(tree.manifests, tree.context), 0);
}

function variantsOf(trees: readonly JudgedTree[]): number {
  return trees.reduce((sum, tree) => sum + variantsIn(tree.manifests, tree.context), 0);
}

function isAsked(rule: string, { only, apiServerOnly }: CheckOptions): boolean {
  if (apiServerOnly && isReviewers(rule)) return false;
  return !only || only.some((prefix) => rule.startsWith(prefix));
}

function entry(what: string, count: number, why: string): Skipped[] {
  return count > 0 ? [{ what, count, why }] : [];
}

function report(found: CheckReport, { format, root }: CheckOptions): string[] {
  switch (format) {
    case 'github':
      return githubReport(found.problems, process.env.GITHUB_WORKSPACE);
    case 'sarif':
      return [sarifReport(found.problems, allRules, versionOf(root))];
    case 'junit':
      return [junitReport(found.problems)];
    default:
      return [jsonReport(found)];
  }
}

const allRules = [...schemaRules, ...objectRules, ...treeRules, ...dryRunRules, ...deliveryRules];

/** A misspelt name would report nothing, and look like a clean result. */
function checkNames(only: readonly string[]): void {
  const known = allRules.map(({ id }) => id);
  const wrong = only.find((prefix) => !known.some((id) => id.startsWith(prefix)));
  if (wrong === undefined) return;
  const guess = nearest(wrong, [...known, ...known.map((id) => `${id.split('/')[0] ?? ''}/`)]);
  const hint = guess === undefined ? 'docs/rules.md lists them' : `did you mean '${guess}'`;
  throw new UsageError(`--only: no rule begins with '${wrong}'; ${hint}`);
}

function contextFor(
  { context }: Tree,
  { minor, podSecurity, closed }: CheckOptions,
  podSecurityLedger: PodSecurityLedger | undefined,
  besides: readonly ExternalObject[],
): Context {
  const external = closed || besides.length > 0 ? [...(context.external ?? []), ...besides] : context.external;
  const known = { ...context, ...(external && { external }), closed };
  return { ...known, minor: minor ?? context.minor ?? minors.highest, podSecurity, podSecurityLedger };
}
