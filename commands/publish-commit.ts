import { createPublicKey, type KeyObject } from 'node:crypto';
import path from 'node:path';
import { committedText } from '../pipeline/publish/git/blobs';
import { commitFiles } from '../pipeline/publish/git/commit';
import { commitMessage } from '../pipeline/publish/git/message';
import { type Pending, pendingFiles, treeIn } from '../pipeline/publish/git/pending';
import { isVouchedFor } from '../pipeline/publish/provenance/hydrated';
import { judge } from '../pipeline/publish/provenance/judge';
import { parseStatement, storedProvenance } from '../pipeline/publish/provenance/read';
import { signatureProblem, signStatement } from '../pipeline/publish/provenance/sign';
import { statementOf } from '../pipeline/publish/provenance/statement';
import { isMetadata, metadata } from '../pipeline/publish/tree/metadata';
import type { FileContent } from '../pipeline/publish/tree/write';
import { provenanceNames } from '../settings/facts/provenance';
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
 * Everything that a commit of `files` is to hold: they and, with a rendered change or when a key is given and the commit
 * before is not signed with it, their provenance.
 */
export function committedContent(
  options: CommitOptions,
  { sourceCommit, target }: Repositories,
  files: readonly FileContent[],
): FileContent[] {
  const rendered = renderedChanges(pendingFiles(target, options.to, files));
  if (rendered.length === 0 && !needsSignature(options, target, files)) return [...files];
  return [...files, ...provenance(options, sourceCommit, target, files, environmentsOf(rendered))];
}

/** Commits a published tree with this content. Without a change there is no commit. Returns the new one. */
export function commitPublished(
  { to, summary = [], acknowledged }: CommitOptions,
  { sourceCommit, target }: Repositories,
  content: readonly FileContent[],
): string | undefined {
  const pending = pendingFiles(target, to, content);
  if (pending.length === 0) return undefined;
  const rendered = renderedChanges(pending);
  const all = content.map((file) => file.path).filter((file) => !isMetadata(file));
  const environments = environmentsOf(rendered.length > 0 ? rendered : all);
  const message = commitMessage({ summary, acknowledged, sourceCommit, environments });
  return commitFiles(target, to, { pending, rendered: content.map((file) => file.path) }, message);
}

function renderedChanges(pending: readonly Pending[]): string[] {
  return pending.map(({ file }) => file).filter((file) => !isMetadata(file));
}

function needsSignature(
  { root, environments, to, key }: CommitOptions,
  target: string,
  files: readonly FileContent[],
): boolean {
  if (!key) return false;
  const { stored, hydrated } = committedMetadata(target, to, files);
  const evidence = { stored, hydrated, tree: nameOf(to), files, key };
  return judge({ ...evidence, inputsAt: (commit) => inputsAt(root, environments, commit) }).problems.length > 0;
}

/** What the last commit has of it. */
function committedMetadata(target: string, to: string, files: readonly FileContent[]) {
  const read = (file: string) => committedText(target, treeIn(target, to), file);
  const hydrated = environmentsOf(files.map((file) => file.path)).flatMap((environment) => {
    const name = `${environment}/${metadata.hydrator}`;
    const text = read(name);
    return text === undefined ? [] : [{ path: name, text }];
  });
  return { stored: storedProvenance(read), hydrated };
}

/** The metadata files. */
function provenance(
  options: CommitOptions,
  sourceCommit: string,
  target: string,
  files: readonly FileContent[],
  changed: readonly string[],
): FileContent[] {
  const { root, environments, to, key } = options;
  const inputs = inputsAt(root, environments, sourceCommit) ?? [];
  const kept = keptMetadata(options, target, files, changed);
  const known = [...kept.keys(), ...changed.map((environment) => `${environment}/${metadata.hydrator}`)];
  const hydrated = [...new Set(known)].sort().map((file) => ({
    path: file,
    text: kept.get(file) ?? json({ drySha: sourceCommit }),
  }));
  const origin = { ...provenanceNames, tree: nameOf(to), files, hydrated, sourceCommit, inputs };
  const statement = json(statementOf(origin));
  const signed = key ? [{ path: metadata.bundle, text: signStatement(statement, key) }] : [];
  return [{ path: metadata.statement, text: statement }, ...signed, ...hydrated];
}

/**
 * An environment that is not `changed` keeps the commit that it was rendered from, if it has one. Where the last statement
 * does not vouch for that, or with a key its signature for the statement, it is undefined: this commit renders it as well.
 */
function keptMetadata(
  { to, key }: CommitOptions,
  target: string,
  files: readonly FileContent[],
  changed: readonly string[],
): Map<string, string | undefined> {
  const { stored, hydrated } = committedMetadata(target, to, files);
  const { statement: text = '', bundle = '' } = stored;
  const isTrusted = !key || signatureProblem(bundle, text, createPublicKey(key)) === undefined;
  const statement = isTrusted ? parseStatement(text) : undefined;
  const isKept = (file: FileContent) => statement !== undefined && isVouchedFor(statement, file);
  const unchanged = hydrated.filter((file) => !changed.includes(file.path.split('/')[0] ?? ''));
  return new Map(unchanged.map((file) => [file.path, isKept(file) ? file.text : undefined]));
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
