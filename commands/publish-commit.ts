import type { KeyObject } from 'node:crypto';
import path from 'node:path';
import { commitMessage } from '../pipeline/git/message';
import { commitFiles, type Pending, pendingFiles } from '../pipeline/git/pending';
import type { Problem } from '../pipeline/problem';
import { judge } from '../pipeline/provenance/judge';
import { readMetadata, readProvenance } from '../pipeline/provenance/read';
import { signStatement } from '../pipeline/provenance/sign';
import { statementOf } from '../pipeline/provenance/statement';
import { isMetadata, metadata } from '../pipeline/tree/metadata';
import { replaceTree } from '../pipeline/tree/replace';
import type { FileContent } from '../pipeline/tree/write';
import { inputsAt, type Repositories } from './repositories';

export interface CommitOptions {
  readonly root: string;
  readonly environments: string;
  readonly to: string;
  /** Signs the provenance. @default - it is not signed */
  readonly key?: KeyObject;
  /** What the commit does, a line each. @default - nothing */
  readonly summary?: readonly string[];
  /** Hash of the accepted plan. @default - nothing had to be accepted */
  readonly acknowledged?: string;
}

/**
 * Commits the published tree, which holds `files` already, together with its provenance. Without a rendered change there
 * is no commit, unless a key is given and the tree is not signed with it yet. Returns the new commit.
 */
export function commitPublished(
  options: CommitOptions,
  { sourceCommit, target }: Repositories,
  files: readonly FileContent[],
): { commit?: string } | { problems: Problem[] } {
  const { to } = options;
  const wanted = new Set(files.map((file) => file.path));
  const rendered = pendingFiles(target, to, wanted).filter(({ file }) => !isMetadata(file));
  if (rendered.length > 0 || needsSignature(options, files)) {
    const written = replaceTree(to, [...files, ...provenance(options, sourceCommit, files, rendered)]);
    if ('problems' in written) return written;
  }
  const pending = pendingFiles(target, to, wanted);
  if (pending.length === 0) return {};
  const changed = environmentsOf(rendered.map(({ file }) => file));
  const environments = changed.length > 0 ? changed : environmentsOf([...wanted]);
  const message = commitMessage({ ...options, summary: options.summary ?? [], sourceCommit, environments });
  return { commit: commitFiles(target, to, pending, message) };
}

function needsSignature({ root, environments, to, key }: CommitOptions, files: readonly FileContent[]): boolean {
  if (!key) return false;
  const evidence = { stored: readProvenance(to), tree: nameOf(to), files, key };
  return judge({ ...evidence, inputsAt: (commit) => inputsAt(root, environments, commit) }).problems.length > 0;
}

/** The metadata files. An environment whose files did not change keeps the commit that it was rendered from, if any. */
function provenance(
  { root, environments, to, key }: CommitOptions,
  sourceCommit: string,
  files: readonly FileContent[],
  rendered: readonly Pending[],
): FileContent[] {
  const inputs = inputsAt(root, environments, sourceCommit) ?? [];
  const statement = json(statementOf({ tree: nameOf(to), files, sourceCommit, inputs }));
  const changed = environmentsOf(rendered.map(({ file }) => file));
  const hydrated = environmentsOf(files.map((file) => file.path)).flatMap((environment) => {
    const file = `${environment}/${metadata.hydrator}`;
    const text = changed.includes(environment) ? json({ drySha: sourceCommit }) : readMetadata(to, file);
    return text === undefined ? [] : [{ path: file, text }];
  });
  const signed = key ? [{ path: metadata.bundle, text: signStatement(statement, key) }] : [];
  return [{ path: metadata.statement, text: statement }, ...signed, ...hydrated];
}

function environmentsOf(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => file.split('/')[0] ?? ''))].sort();
}

/** Name of a tree in its statement. */
export function nameOf(to: string): string {
  return path.basename(path.resolve(to));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
