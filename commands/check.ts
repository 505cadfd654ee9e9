import { existsSync } from 'node:fs';
import path from 'node:path';
import { minors } from '../kubernetes/version';
import { check as runChecks } from '../pipeline/checks';
import { applyExceptions, readExceptions } from '../pipeline/checks/exceptions';
import { readPodSecurityLedger } from '../pipeline/checks/pod-security/ledger';
import { readManifests } from '../pipeline/checks/read';
import type { Context } from '../pipeline/checks/rule';
import { loadSchemas } from '../pipeline/checks/schema/lookup';
import type { Problem } from '../pipeline/problem';
import { sortProblems } from '../pipeline/problem';
import { type Outcome, UsageError } from './outcome';

export interface CheckOptions {
  readonly root: string;
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Minor of the target cluster. @default - the newest that is known */
  readonly minor?: number;
  readonly podSecurity?: Context['podSecurity'];
  /** Only rules whose names begin with one of these. @default - all */
  readonly only?: readonly string[];
  readonly format: 'text' | 'json';
}

/** Checks any YAML or JSON: not only ours. */
export function check(options: CheckOptions): Outcome {
  const missing = options.paths.find((name) => !existsSync(name));
  if (missing !== undefined) throw new UsageError(`there is no file or folder '${missing}'`);
  const { files, manifests, problems: unreadable } = readManifests(options.paths);
  const context = {
    minor: options.minor ?? minors.highest,
    podSecurity: options.podSecurity,
    podSecurityLedger: readPodSecurityLedger(path.join(options.root, 'policy/pod-security.yaml'), false),
  };
  const found = applyExceptions(
    [...unreadable, ...runChecks(manifests, loadSchemas(options.root), context)],
    readExceptions(path.join(options.root, 'policy/exceptions.yaml')),
    false,
  );
  const problems = sortProblems(
    found.filter(({ rule }) => !options.only || options.only.some((only) => rule.startsWith(only))),
  );
  const exitCode = problems.some(({ severity }) => severity === 'error') ? 1 : 0;
  if (options.format === 'text') return { exitCode, lines: [], problems };
  return {
    exitCode,
    lines: [JSON.stringify({ objects: manifests.length, files, problems: problems.map(ordered) }, null, 2)],
  };
}

/** Members in the order of the contract, so that reports compare line by line. */
function ordered({ rule, severity, file, line, column, object, path, message }: Problem): Problem {
  return { rule, severity, file, line, column, ...(object && { object }), path, message };
}
