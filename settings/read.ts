import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type FieldPath, mapOf } from '../kubernetes/access';
import type { Problem } from '../pipeline/problem';
import { locator, type Position } from '../pipeline/yaml/locate';
import { readOneYaml } from '../pipeline/yaml/read';
import { bareWords } from './bare-words';
import { explain } from './messages';
import { checkDraft, checkRules, type Finding } from './rules';
import type { Draft } from './rule';
import { validate } from './schema';
import { fileRule, schemaRules, yamlRule } from './schema-rules';
import type { Environment, EnvironmentFile } from './types';
import { explainYaml } from './yaml-mistakes';

/** Either a complete environment or the reasons why there is none; never half of each. */
export type ReadResult = { environment: Environment } | { problems: Problem[] };

/** Environment files are a few kilobytes; far more is a mistake, and not worth parsing. */
const maxBytes = 1024 * 1024;

/**
 * Environment names by file, in alphabetical order. Throws the error of the file system when the folder cannot be
 * read.
 */
export function environmentFiles(folder: string): { name: string; file: string }[] {
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file) => ({ name: file.replace(/\.ya?ml$/, ''), file: path.join(folder, file) }));
}

/** What the command line sets in an environment, as if the file said it. */
export interface Settings {
  /** `database.restore.at`; replaces what the file says. */
  readonly restoreAt?: string;
}

/** Reads one environment: YAML and `settings`, then the schema with its defaults, then the rules between fields. */
export function readEnvironment(name: string, file: string, settings: Settings = {}): ReadResult {
  return parseEnvironment(name, file, readFileSync(file), settings);
}

/** The same for content that is not on disk, or not yet; `file` is where problems point to. */
export function parseEnvironment(name: string, file: string, bytes: Buffer, settings: Settings = {}): ReadResult {
  const text = bytes.toString('utf8');
  const report = (findings: readonly Finding[]) => ({ problems: problemsAt(file, text, findings) });

  const misplaced = fileProblem(name, file, bytes);
  if (misplaced) return { problems: [problem(file, { line: 1, column: 1 }, misplaced)] };
  const read = readOneYaml(text);
  if ('error' in read) {
    const { message, ...position } = explainYaml(text, read.error);
    return { problems: [problem(file, position, { path: [], rule: yamlRule.id, message })] };
  }
  if (read.data === null || read.data === undefined) {
    return report([{ path: [], rule: yamlRule.id, message: 'is empty; copy an existing environment and change it' }]);
  }
  applySettings(read.data, settings);
  if (!validate(read.data)) return report(unique([...violations(), ...checkDraft(read.data as Draft)]));
  const environment = { name, ...(read.data as unknown as EnvironmentFile) };
  const findings = [...checkRules(environment), ...bareWords(text, read.data)];
  return findings.length > 0 ? report(findings) : { environment };
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

function fileProblem(name: string, file: string, bytes: Buffer): Finding | undefined {
  const finding = (message: string): Finding => ({ path: [], rule: fileRule.id, message });
  if (file.endsWith('.yml')) return finding('rename it to end in .yaml, so that no environment exists twice');
  if (!/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) {
    return finding(`'${name}' names folders and labels; use at most 32 lower-case letters, digits and hyphens`);
  }
  if (bytes.length > maxBytes) return finding('is larger than 1 MiB, which no environment needs');
  if (bytes.includes(0)) return finding('is not a text file');
  return undefined;
}

function problemsAt(file: string, text: string, findings: readonly Finding[]): Problem[] {
  const locate = locator(text);
  return findings.map((finding) => problem(file, locate(finding.path), finding));
}

function problem(file: string, position: Position, { path: field, rule, message }: Finding): Problem {
  return { rule, severity: 'error', file, ...position, path: dotted(field), message };
}

function dotted(field: FieldPath): string {
  return field.join('.');
}

/** One mistake can break a schema in several ways; people want to read it once, and the type comes first. */
function unique(findings: readonly Finding[]): Finding[] {
  const byField = new Map<string, Finding>();
  for (const finding of findings) {
    const field = dotted(finding.path);
    if (!byField.has(field) || finding.rule === schemaRules.wrongType.id) byField.set(field, finding);
  }
  return [...byField.values()];
}
