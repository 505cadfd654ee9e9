import path from 'node:path';
import { at, type FieldPath, mapOf } from '../kubernetes/access';
import type { Problem } from '../pipeline/problem';
import { locator, type Position } from '../pipeline/yaml/locate';
import { readOneYaml } from '../pipeline/yaml/read';
import type { Finding } from './rules';
import { fileRule, yamlRule } from './schema-rules';
import { explainYaml } from './yaml-mistakes';

/** A file that an environment is made of, as it was read. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly data: unknown;
}

/** Environment files are a few kilobytes; far more is a mistake, and not worth parsing. */
const maxBytes = 1024 * 1024;

/** Whether a file name is that of a base: `base.yaml`, or one that ends in `.base.yaml`. */
export function isBase(file: string): boolean {
  return /^([a-z0-9-]+\.)?base\.yaml$/.test(path.basename(file));
}

/** Reads one file, without a look at what its fields mean. */
export function readSource(file: string, bytes: Buffer): Source | { problems: Problem[] } {
  const refuse = (finding: Finding, position: Position = { line: 1, column: 1 }) => ({
    problems: [problemOf(file, position, finding)],
  });
  const misplaced = contentProblem(bytes);
  if (misplaced !== undefined) return refuse({ path: [], rule: fileRule.id, message: misplaced });
  const text = bytes.toString('utf8');
  const read = readOneYaml(text);
  if ('error' in read) {
    const { message, ...position } = explainYaml(text, read.error);
    return refuse({ path: [], rule: yamlRule.id, message }, position);
  }
  if (read.data === null || read.data === undefined) {
    return refuse({ path: [], rule: yamlRule.id, message: 'is empty; copy an existing environment and change it' });
  }
  return { file, text, data: read.data };
}

function contentProblem(bytes: Buffer): string | undefined {
  if (bytes.length > maxBytes) return 'is larger than 1 MiB, which no environment needs';
  return bytes.includes(0) ? 'is not a text file' : undefined;
}

/**
 * Which file a field is from; the base where only it has the field, the environment's own where neither has it. A list or
 * a word of its own hides what the base has below.
 */
export function sourceOf(own: Source, base: Source | undefined, path: FieldPath): Source {
  let [mine, theirs]: [unknown, unknown] = [own.data, base?.data];
  for (const step of path) {
    if (mapOf(mine) !== mine) return own;
    const [here, there] = [mapOf(mine), mapOf(theirs)];
    if (!(String(step) in here)) return base && String(step) in there ? base : own;
    [mine, theirs] = [here[String(step)], there[String(step)]];
  }
  return own;
}

/** Findings as problems, each at the place of its field. */
export function problemsAt(own: Source, base: Source | undefined, findings: readonly Finding[]): Problem[] {
  const locators = new Map<Source, ReturnType<typeof locator>>();
  return findings.map((finding) => {
    const source = sourceOf(own, base, finding.path);
    const locate = locators.get(source) ?? locator(source.text);
    locators.set(source, locate);
    return problemOf(source.file, locate(finding.path), finding);
  });
}

/** A finding at a place. */
export function problemOf(file: string, position: Position, { path: field, rule, message }: Finding): Problem {
  return { rule, severity: 'error', file, ...position, path: field.join('.'), message };
}

/** Whether a file says something about a field. */
export function has({ data }: Source, path: FieldPath): boolean {
  return at(data, path) !== undefined;
}
