import path from 'node:path';
import { minors } from '../kubernetes/version';
import { check as runChecks, problemsOf } from '../pipeline/checks';
import { applyExceptions } from '../pipeline/checks/exceptions';
import type { PodSecurityLedger } from '../pipeline/checks/pod-security/ledger';
import { dryRunRules } from '../pipeline/checks/dry-run/rule-list';
import type { Context } from '../pipeline/checks/rule';
import { objectRules, treeRules } from '../pipeline/checks/rules';
import { loadSchemas } from '../pipeline/checks/schema/lookup';
import { schemaRules } from '../pipeline/checks/schema/rule-list';
import { nearest } from '../pipeline/nearest';
import { errorsIn, sortProblems } from '../pipeline/problem';
import { deliveryRules } from '../pipeline/publish/tree/rule-list';
import { dryRun } from './cluster';
import { readInput } from './input';
import { type Outcome, UsageError } from './outcome';
import { exceptionsOf, ledgerOf } from './policy';
import { progress } from './progress';
import { githubReport } from './report/github';
import { type CheckReport, jsonReport } from './report/json';
import { junitReport } from './report/junit';
import { sarifReport } from './report/sarif';
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
  readonly format: (typeof checkFormats)[number];
}

/** Checks any YAML or JSON: not only ours. */
export function check(options: CheckOptions): Outcome {
  checkNames(options.only ?? []);
  const { files, manifests, problems: unreadable } = readInput(options.paths);
  progress(`checking ${manifests.length} objects`);
  const schemas = loadSchemas(options.root);
  const ledger = ledgerOf(options.root, false);
  const broken = treesOf(manifests, path.join(options.root, 'environments')).flatMap((tree) =>
    runChecks(tree.manifests, schemas, contextFor(tree, options, ledger)),
  );
  const found = applyExceptions(
    [...unreadable, ...broken, ...(options.cluster ? problemsOf(dryRun(manifests)) : [])],
    exceptionsOf(options.root),
    false,
  );
  const problems = sortProblems(
    found.filter(({ rule }) => !options.only || options.only.some((only) => rule.startsWith(only))),
  );
  const exitCode = errorsIn(problems).length > 0 ? 1 : 0;
  if (options.format === 'text') return { exitCode, lines: [], problems };
  return { exitCode, lines: report({ objects: manifests.length, files, problems }, options) };
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
  { minor, podSecurity }: CheckOptions,
  podSecurityLedger: PodSecurityLedger | undefined,
): Context {
  return { ...context, minor: minor ?? context.minor ?? minors.highest, podSecurity, podSecurityLedger };
}
