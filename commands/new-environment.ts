import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { at } from '../kubernetes/access';
import { editYaml, type Edit } from '../pipeline/publish/promotion/edit';
import { replaceFile } from '../pipeline/publish/tree/write';
import { locator } from '../pipeline/yaml/locate';
import { environmentFiles, readEnvironment } from '../settings/read';
import type { Environment } from '../settings/types';
import { leftToFill } from './left-to-fill';
import { ownNames } from './new-names';
import { oneOf, type Outcome, refused, UsageError } from './outcome';
import { readAll } from './render';

export interface NewEnvironmentOptions {
  /** Name of the environment to make. */
  readonly name: string;
  /** Name of the environment to make it from. */
  readonly from: string;
  /** How strict its rules are. @default - as `from` */
  readonly tier?: Environment['tier'];
  /** Folder of environment files. */
  readonly environments: string;
  /** Root of this repository. */
  readonly root: string;
}

/**
 * Writes the file of a new environment: that of another one, comments and all, with names of its own, and says what a
 * person has to fill in. In the repository's own folder it also writes what follows from the file.
 */
export function newEnvironment(options: NewEnvironmentOptions): Outcome {
  const { name, environments } = options;
  const source = sourceOf(options);
  const file = path.join(environments, `${name}.yaml`);
  if (existsSync(file)) throw new UsageError(`there is ${file} already; choose another name, or edit it`);
  const read = readEnvironment(source.name, source.file);
  if ('problems' in read) return refused(read.problems, environments);
  const { environment, from } = read;
  const edits: Edit[] = [
    ...(options.tier === undefined ? [] : [{ path: ['tier'], to: options.tier }]),
    ...ownNames(environment, name),
  ];
  writeFileSync(file, withHeader(edited(from.own.text, edits, source.file), name, source.name), { flag: 'wx' });
  return ending(options, file, source.name);
}

function sourceOf({ name, from, environments }: NewEnvironmentOptions): { name: string; file: string } {
  const all = environmentFiles(environments);
  const names = all.map((one) => one.name);
  oneOf('environment', from, names, path.normalize(environments));
  if (!/^[a-z]([a-z0-9-]{0,24}[a-z0-9])?$/.test(name) || name === 'base') {
    throw new UsageError(
      `'${name}' names folders and namespaces; use at most 26 lower-case letters, digits and hyphens, and not 'base'`,
    );
  }
  return all[names.indexOf(from)] ?? { name: from, file: '' };
}

/** What the file says is changed where it stands, byte for byte; what only its base says is added. */
function edited(text: string, edits: readonly Edit[], file: string): string {
  const own = parseDocument(text).toJS() as unknown;
  const present = edits.filter((edit) => at(own, edit.path) !== undefined);
  const changed = editYaml(text, present);
  if ('shared' in changed) {
    const fields = changed.shared.map((field) => field.join('.')).join(', ');
    throw new UsageError(`${file}: ${fields} shares its text through an anchor, or spans lines; write it out first`);
  }
  const absent = edits.filter((edit) => !present.includes(edit));
  if (absent.length === 0) return changed.text;
  const document = parseDocument(changed.text);
  for (const edit of absent) document.setIn(edit.path, edit.to);
  return document.toString({ lineWidth: 0 });
}

/** Comments of the original stay; the first one says whose they are. */
function withHeader(text: string, name: string, source: string): string {
  const [, editor = '', rest = text] = /^(# yaml-language-server:[^\n]*\n)?([^]*)$/.exec(text) ?? [];
  const line = `# Environment ${name}, made from ${source}: what comments say of ${source} is to be checked.\n`;
  return `${editor}${editor === '' ? '' : '#\n'}${line}${rest.startsWith('#') ? '' : '\n'}${rest}`;
}

/** What is wrong with the file, what was made of it, and what is left to fill in. */
function ending({ name, environments, root }: NewEnvironmentOptions, file: string, source: string): Outcome {
  const isOwn = path.resolve(environments) === path.resolve(root, 'environments');
  const lines = [`${file}: made from ${source}`, ...(isOwn ? addLevels(root, source, name) : [])];
  const result = readAll({ environments, only: [name] });
  if ('problems' in result) {
    const notes = ['correct these, then say: npm run -s import && npm run -s publish'];
    return { exitCode: 1, lines, problems: result.problems, notes };
  }
  const left = result.environments.flatMap((environment) => leftLines(environment, file, source));
  const notes = ['next: npm run -s publish', ...(isOwn ? importAll(root) : [])];
  return { exitCode: 0, lines: [...lines, ...left], notes };
}

function leftLines(environment: Environment, file: string, source: string): string[] {
  const locate = locator(readFileSync(file, 'utf8'));
  const left = leftToFill(environment, source);
  return left.map(({ path: field, what }) => `${file}:${locate(field).line}  ${field.join('.')}: ${what}`);
}

/** Every namespace of the new environment may what that of the original may; a reviewer sees it in the diff. */
function addLevels(root: string, source: string, name: string): string[] {
  const ledger = path.join(root, 'policy/pod-security.yaml');
  replaceFile(ledger, withEnvironment(readFileSync(ledger, 'utf8'), source, name));
  return [`policy/pod-security.yaml: ${name} has the levels of ${source}; review them`];
}

/** Writes what follows from an environment file: pages, and policies of the store. */
function importAll(root: string): string[] {
  const script = path.join(root, 'scripts/import/run.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd: root, encoding: 'utf8' });
  return status === 0 ? [] : [`say npm run -s import again, which failed: ${stderr.trim().split('\n').at(-1)}`];
}

/** The environment behind its original in every list of environments. */
export function withEnvironment(text: string, source: string, name: string): string {
  return text.replaceAll(/^( +environments: \[)([^\]]*)\]$/gm, (line, head: string, names: string) =>
    names.split(', ').includes(source) ? `${head}${names}, ${name}]` : line,
  );
}
