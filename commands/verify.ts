import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Judgement, judge } from '../pipeline/publish/provenance/judge';
import { readProvenance } from '../pipeline/publish/provenance/read';
import { isMetadata } from '../pipeline/publish/tree/metadata';
import { ownership } from '../pipeline/publish/tree/ownership';
import { leftovers, listFiles } from '../pipeline/publish/tree/write';
import { verifyingKey } from './keys';
import type { Outcome } from './outcome';
import { publishedFiles } from './publish';
import { nameOf } from './publish-commit';
import { type RenderedEnvironment, type RenderOptions, renderAll } from './render';
import { provenanceProblem } from './report/provenance-problem';
import type { Difference, VerifyReport } from './report/verify';
import { inputsAt } from './repositories';
import { checkExists } from './target';

export interface VerifyOptions extends Omit<RenderOptions, 'tree' | 'only' | 'shard' | 'check'> {
  /** The reconciled tree. */
  readonly to: string;
  /** File with the public key that the provenance has to be signed with. @default - signatures are not looked at */
  readonly key?: string;
  readonly format: 'text' | 'json';
}

/** Renders again and compares with the reconciled tree byte for byte, and its provenance with what it says. */
export function verify(options: VerifyOptions): Outcome {
  return examine(options).outcome;
}

/** What `verify` says, and what is in the tree if that is well. */
export function examine(options: VerifyOptions): { outcome: Outcome; rendered: readonly RenderedEnvironment[] } {
  checkExists('--to', options.to);
  const result = renderAll({ ...options, tree: options.to });
  if ('problems' in result) return { outcome: { exitCode: 1, lines: [], problems: result.problems }, rendered: [] };
  return { outcome: judgement(options, result.rendered), rendered: result.rendered };
}

function judgement(options: VerifyOptions, rendered: readonly RenderedEnvironment[]): Outcome {
  const wanted = new Map(publishedFiles(rendered).map(({ path, text }) => [path, text]));
  const differences = compare(options.to, wanted);
  const provenance = judgeTree(options);
  const exitCode = differences.length + provenance.problems.length > 0 ? 1 : 0;
  if (options.format === 'json') {
    const printed: VerifyReport = { tree: options.to, differences, provenance };
    return { exitCode, lines: [JSON.stringify(printed, null, 2)] };
  }
  return { exitCode, ...report(options.to, differences, provenance) };
}

function compare(root: string, wanted: ReadonlyMap<string, string>): Difference[] {
  const existing = new Set(listFiles(root).filter((file) => !isMetadata(file)));
  const difference = (state: Difference['state']) => (file: string) => ({ state, file });
  const missing = [...wanted.keys()].filter((file) => !existing.has(file));
  const unfinished = leftovers(root, [...existing]);
  const unknown = [...existing].filter((file) => !wanted.has(file) && !unfinished.includes(file));
  const differs = [...wanted]
    .filter(([file, text]) => existing.has(file) && readFileSync(path.join(root, file), 'utf8') !== text)
    .map(([file]) => file);
  return [
    ...missing.map(difference('missing')),
    ...differs.map(difference('differs')),
    ...unknown.map(difference('unknown')),
    ...unfinished.map(difference('unfinished')),
  ];
}

function judgeTree({ root, environments, to, key }: VerifyOptions): Judgement {
  const read = (file: string) => readFileSync(path.join(to, file), 'utf8');
  const all = listFiles(to);
  const withText = (file: string) => ({ path: file, text: read(file) });
  const files = [...ownership(all, read).removable].map(withText);
  const environmentNames = new Set(files.map((file) => file.path.split('/')[0]));
  return judge({
    stored: readProvenance(to),
    tree: nameOf(to),
    files,
    hydrated: all
      .filter((file) => isMetadata(file) && file.includes('/') && environmentNames.has(file.split('/')[0]))
      .map(withText),
    inputsAt: (commit) => inputsAt(root, environments, commit),
    key: verifyingKey(key),
  });
}

function report(root: string, differences: readonly Difference[], provenance: Judgement): Omit<Outcome, 'exitCode'> {
  const problems = provenance.problems.map(({ file, message }) => provenanceProblem(`${root}/${file}`, message));
  if (differences.length === 0) {
    return { lines: [`${root} is what its source renders`, ...origin(provenance)], problems };
  }
  const lines = differences.map(({ state, file }) => `${state.padEnd(8)} ${root}/${file}`);
  const isForeign = differences.every(({ state }) => state === 'unknown');
  const advice = isForeign
    ? 'nobody renders these files; delete them or move them elsewhere'
    : 'run npm run publish and commit the result';
  return { lines, problems, notes: [advice] };
}

/** One sentence about a statement that is there. */
function origin({ state, sourceCommit, signature }: Judgement): string[] {
  if (state === 'none' || sourceCommit === undefined) return [];
  const about = state === 'current' ? 'rendered from' : 'its provenance is about an earlier tree, rendered from';
  const signed = { none: 'not signed', unchecked: 'signature not checked', valid: 'signature valid' }[signature];
  return [`${about} ${sourceCommit}, ${signed}`];
}
