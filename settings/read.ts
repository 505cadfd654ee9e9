import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mapOf } from '../kubernetes/access';
import type { Problem } from '../pipeline/problem';
import { type Resolved, resolve } from './base';
import { bareWords } from './bare-words';
import { explain } from './messages';
import type { Draft } from './rule';
import { checkDraft, checkRules, type Finding } from './rules';
import { validate } from './schema';
import { fileRule, schemaRules } from './schema-rules';
import { isBase, problemOf, problemsAt, readSource, sourceOf } from './source';
import type { Environment, EnvironmentFile } from './types';

/** Either a complete environment or the reasons why there is none; never half of each. */
export type ReadResult = { environment: Environment; from: Resolved } | { problems: Problem[] };

/**
 * Environment names by file, in alphabetical order; what others extend is none. Throws the error of the file system when
 * the folder cannot be read.
 */
export function environmentFiles(folder: string): { name: string; file: string }[] {
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file) && !isBase(file))
    .sort()
    .map((file) => ({ name: file.replace(/\.ya?ml$/, ''), file: path.join(folder, file) }));
}

/** What the command line sets in an environment, as if the file said it. */
export interface Settings {
  /** `database.restore.at`; replaces what the file says. */
  readonly restoreAt?: string;
}

/** Reads one environment: YAML, base and `settings`, then the schema with its defaults, then the rules between fields. */
export function readEnvironment(name: string, file: string, settings: Settings = {}): ReadResult {
  return parseEnvironment(name, file, readFileSync(file), settings);
}

/** The same for content that is not on disk, or not yet; `file` is where problems point to, and next to its base. */
export function parseEnvironment(name: string, file: string, bytes: Buffer, settings: Settings = {}): ReadResult {
  const misplaced = fileProblem(name, file);
  if (misplaced) return { problems: [problemOf(file, { line: 1, column: 1 }, misplaced)] };
  const source = readSource(file, bytes);
  if ('problems' in source) return source;
  const from = resolve(source);
  if ('problems' in from) return from;
  const { own, base, data } = from;
  const report = (findings: readonly Finding[]) => ({ problems: problemsAt(own, base, findings) });
  applySettings(data, settings);
  if (!validate(data)) return report(unique([...violations(), ...checkDraft(data as Draft)]));
  const environment = { name, ...(data as unknown as EnvironmentFile) };
  const findings = [...checkRules(environment), ...bareWordsIn(from)];
  return findings.length > 0 ? report(findings) : { environment, from };
}

/** Those of the base count where the environment says nothing of its own. */
function bareWordsIn({ own, base }: Resolved): Finding[] {
  const inherited = base ? bareWords(base.text, base.data) : [];
  return [...bareWords(own.text, own.data), ...inherited.filter(({ path }) => sourceOf(own, base, path) === base)];
}

/** What the schema refuses. That `if` has failed says nothing beside what its `then` says. */
function violations(): Finding[] {
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(explain);
}

/** Into the data as it was read, so that schema and rules judge it like the file's own. */
function applySettings(data: unknown, { restoreAt }: Settings): void {
  const database = mapOf(data).database;
  // Anything but a map is what the schema refuses a moment later.
  if (restoreAt === undefined || mapOf(database) !== database) return;
  Object.assign(database, { restore: { ...mapOf(mapOf(database).restore), at: restoreAt } });
}

function fileProblem(name: string, file: string): Finding | undefined {
  const finding = (message: string): Finding => ({ path: [], rule: fileRule.id, message });
  if (file.endsWith('.yml')) return finding('rename it to end in .yaml, so that no environment exists twice');
  if (!/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) {
    return finding(`'${name}' names folders and labels; use at most 32 lower-case letters, digits and hyphens`);
  }
  return undefined;
}

/** One mistake can break a schema in several ways; people want to read it once, and the type comes first. */
function unique(findings: readonly Finding[]): Finding[] {
  const byField = new Map<string, Finding>();
  for (const finding of findings) {
    const field = finding.path.join('.');
    if (!byField.has(field) || finding.rule === schemaRules.wrongType.id) byField.set(field, finding);
  }
  return [...byField.values()];
}
