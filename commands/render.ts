import { existsSync } from 'node:fs';
import path from 'node:path';
import { render } from '../charts';
import { check } from '../pipeline/checks';
import { applyExceptions } from '../pipeline/checks/exceptions';
import { manifestsOf } from '../pipeline/objects/manifest';
import { loadSchemas } from '../pipeline/checks/schema/lookup';
import { environmentFiles, readEnvironment } from '../settings/read';
import type { Environment } from '../settings/types';
import { type ReadEnvironment, sharedProblems } from '../settings/sharing';
import { errorsIn, formatProblem, type Problem } from '../pipeline/problem';
import { collisions, type Folder, layOut, objectName, type TreeFile } from '../pipeline/publish/tree/layout';
import { contextOf } from './context';
import { type CheckCache, checkOnce } from './check-cache';
import { oneOf, UsageError } from './outcome';
import { atOrigins } from './origins';
import { exceptionsOf, ledgerOf } from './policy';
import { progress } from './progress';

export interface ReadOptions {
  /** Folder of environment files. */
  readonly environments: string;

  /** Names of environments. @default - all */
  readonly only?: readonly string[];

  /** Part of the environments, both from 1: `{ index: 1, of: 2 }` is the first half. @default - all */
  readonly shard?: { readonly index: number; readonly of: number };

  /** Moment to render a restore of the database to, RFC 3339. @default - what the environment file says */
  readonly restoreAt?: string;
}

export interface RenderOptions extends ReadOptions {
  /** @default true */
  readonly check?: boolean;

  /** Folder under which problems name rendered files. */
  readonly tree: string;

  /** Root of this repository, where `imports/` lies. */
  readonly root: string;

  /** What was found clean before. */
  readonly checkCache: CheckCache;
}

export interface RenderedEnvironment extends ReadEnvironment {
  readonly folders: readonly Folder[];
  readonly files: readonly TreeFile[];
  readonly milliseconds: number;
}

/** What is kept of every environment that was asked for, when all are fit to be written, and what is worth a warning. */
export interface Rendered<Kept = RenderedEnvironment> {
  readonly rendered: readonly Kept[];
  readonly warnings: readonly Problem[];
}

/** From environment files to a checked tree in memory: every environment, or every problem. Writes nothing. */
export function renderAll(options: RenderOptions): Rendered | { problems: Problem[] } {
  return renderEach(options, (one) => one);
}

/** The same one environment after the other, of which only what `keep` returns stays in memory. */
export function renderEach<Kept>(
  options: RenderOptions,
  keep: (one: RenderedEnvironment) => Kept,
): Rendered<Kept> | { problems: Problem[] } {
  const read = readSources(options);
  if ('problems' in read) return read;

  const problems: Problem[] = [];
  const suspects: RenderedEnvironment[] = [];
  const rendered = read.read.map((environment) => {
    const one = renderOne(environment);
    const own = problemsOf(one, options);
    if (own.length > 0) suspects.push(one);
    problems.push(...own);
    return keep(one);
  });
  const inObjects = applyExceptions(problems, exceptionsOf(options.root), isComplete(options));
  const found = atOrigins(inObjects, suspects, options.tree);
  return errorsIn(found).length > 0 ? { problems: found } : { rendered, warnings: found };
}

/** The environments that are asked for, or every problem in their files. */
export function readAll(options: ReadOptions): { environments: Environment[] } | { problems: Problem[] } {
  const result = readSources(options);
  return 'problems' in result ? result : { environments: result.read.map(({ environment }) => environment) };
}

function readSources(options: ReadOptions): { read: ReadEnvironment[] } | { problems: Problem[] } {
  const { asked, others } = selected(options);
  const results = asked.map(({ name, file }) => readEnvironment(name, file, { restoreAt: options.restoreAt }));
  const problems = results.flatMap((result) => ('problems' in result ? result.problems : []));
  if (problems.length > 0) return { problems: distinct(problems) };
  const read = results.flatMap((result) => ('environment' in result ? [result] : []));
  const shared = sharedWithin(read, others);
  return shared.length > 0 ? { problems: shared } : { read };
}

/** What an environment has in common with any other of the folder, also with one that nobody asked for. */
function sharedWithin(read: readonly ReadEnvironment[], others: readonly EnvironmentName[]): Problem[] {
  const rest = others.map(({ name, file }) => readEnvironment(name, file));
  // What is wrong with a file that was not asked for, its own run says.
  const readable = rest.flatMap((result) => ('environment' in result ? [result] : []));
  return sharedProblems([...read, ...readable], new Set(read.map(({ environment }) => environment.name)));
}

/** What is wrong with a base is told once, however many environments extend it. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
}

/** Whether the repository's own environments are rendered; what reviewers accepted is about those. */
function isOwn({ environments, root }: RenderOptions): boolean {
  return path.resolve(environments) === path.resolve(root, 'environments');
}

/** Whether all of them are checked, so that what matches nothing is what nobody needs. */
function isComplete(options: RenderOptions): boolean {
  const { only, shard, check } = options;
  return isOwn(options) && !only && !shard && check !== false;
}

function acceptedBy(options: RenderOptions) {
  return isOwn(options) ? ledgerOf(options.root, isComplete(options)) : undefined;
}

function problemsOf({ environment, files }: RenderedEnvironment, options: RenderOptions): Problem[] {
  const lost = doubles(files, options.tree);
  if (lost.length > 0 || options.check === false) return lost;
  const manifests = files.flatMap(({ path: file, text, object }) =>
    manifestsOf(`${options.tree}/${file}`, text, object),
  );
  progress(`checking ${environment.name}`);
  const context = { ...contextOf(environment), podSecurityLedger: acceptedBy(options) };
  return checkOnce(manifests, context, options.checkCache, () => check(manifests, loadSchemas(options.root), context));
}

function renderOne({ environment, from }: ReadEnvironment): RenderedEnvironment {
  progress(`rendering ${environment.name}`);
  const start = performance.now();
  const folders = render(environment) as readonly Folder[];
  const files = layOut(environment.name, folders);
  return { environment, from, folders, files, milliseconds: performance.now() - start };
}

/** Two objects in one file would be one object lost; the charts gave one thing two meanings. */
function doubles(files: readonly TreeFile[], tree: string): Problem[] {
  return collisions(files).map(({ path: file, object }) => ({
    rule: 'delivery/duplicate-object',
    severity: 'error',
    file: `${tree}/${file}`,
    line: 1,
    column: 1,
    object: objectName(object),
    path: 'metadata.name',
    message: 'another object of this component has the same kind and name; rename one in its chart',
  }));
}

type EnvironmentName = ReturnType<typeof environmentFiles>[number];

function selected({ environments, only, shard }: ReadOptions): { asked: EnvironmentName[]; others: EnvironmentName[] } {
  if (!existsSync(environments)) {
    throw new UsageError(`there is no folder '${environments}'; run this in the repository or say --environments DIR`);
  }
  const all = environmentFiles(environments);
  if (all.length === 0)
    throw new UsageError(`there is no environment in '${environments}'; add a file such as dev.yaml`);
  const names = all.map(({ name }) => name);
  for (const name of only ?? []) oneOf('environment', name, names, path.normalize(environments));
  const asked = all
    .filter(({ name }) => !only || only.includes(name))
    .filter((_, index) => !shard || index % shard.of === shard.index - 1);
  return { asked, others: all.filter((one) => !asked.includes(one)) };
}
