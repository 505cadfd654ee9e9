import type { KeyObject } from 'node:crypto';
import { metadata } from '../tree/metadata';
import type { FileContent } from '../tree/write';
import { parseStatement, type StoredProvenance } from './read';
import { signatureProblem } from './sign';
import { hydratedProblems } from './hydrated';
import { dependenciesOf, foldersOf, type Origin, sourceCommitOf, type Statement } from './statement';

/** What is known about where a tree comes from. */
export interface Judgement {
  /** `none`: no statement. `earlier`: it is about a tree that was published before. `current`: about this one. */
  readonly state: 'none' | 'earlier' | 'current';
  readonly sourceCommit?: string;
  /** `unchecked` when nobody gave a key. */
  readonly signature: 'none' | 'unchecked' | 'valid';
  /** By the name of the file that is wrong. */
  readonly problems: readonly FileProblem[];
}

/** What is wrong with a file of metadata. */
export interface FileProblem {
  readonly file: string;
  readonly message: string;
}

export interface Evidence {
  readonly stored: StoredProvenance;
  readonly tree: Origin['tree'];
  /** The rendered files as they are on disk. */
  readonly files: readonly FileContent[];
  /** The metadata of their environments, as far as it is there. */
  readonly hydrated: readonly FileContent[];
  /** What the statement calls its inputs, as they are in a commit; undefined when this repository does not have it. */
  readonly inputsAt: (commit: string) => readonly FileContent[] | undefined;
  /** Whose signature is asked for. @default - nobody's */
  readonly key?: KeyObject;
}

/** Compares a statement with the tree next to it, with the source it names, and with its signature. */
export function judge(evidence: Evidence): Judgement {
  const { stored, key } = evidence;
  const signature = stored.bundle === undefined ? 'none' : 'unchecked';
  const problem = (file: string, message: string): FileProblem => ({ file, message });
  if (stored.statement === undefined) {
    const missing = problem(
      metadata.statement,
      'is missing; npm run publish -- --commit --key FILE writes and signs it',
    );
    return { state: 'none', signature, problems: key ? [missing] : [] };
  }
  const statement = parseStatement(stored.statement);
  const sourceCommit = statement && sourceCommitOf(statement);
  if (!statement || sourceCommit === undefined) {
    return { state: 'none', signature, problems: [problem(metadata.statement, 'is no provenance of ours')] };
  }
  const isCurrent = isAbout(statement, evidence);
  const unsigned = key && unsignedProblem(stored, stored.statement, key);
  return {
    state: isCurrent ? 'current' : 'earlier',
    sourceCommit,
    signature: key && !unsigned ? 'valid' : signature,
    problems: [
      ...(key && !isCurrent
        ? [problem(metadata.statement, 'is about an earlier tree; publish --commit renews it')]
        : []),
      ...(isTrue(statement, sourceCommit, evidence) ? [] : [problem(metadata.statement, untrue(sourceCommit))]),
      ...(unsigned ? [problem(metadata.bundle, unsigned)] : []),
      ...hydratedProblems(statement, evidence),
    ],
  };
}

function untrue(commit: string): string {
  return `names inputs that commit ${commit.slice(0, 12)} does not hold`;
}

function isAbout(statement: Statement, evidence: Evidence): boolean {
  const folders = statement.subject.filter(({ digest }) => 'dirHash' in digest);
  return JSON.stringify(foldersOf(evidence)) === JSON.stringify(folders);
}

/** Whether the inputs are those of the commit; a commit that is not here cannot be asked. */
function isTrue(statement: Statement, sourceCommit: string, { inputsAt }: Evidence): boolean {
  const inputs = inputsAt(sourceCommit);
  if (!inputs) return true;
  const { resolvedDependencies } = statement.predicate.buildDefinition;
  return JSON.stringify(dependenciesOf({ sourceCommit, inputs })) === JSON.stringify(resolvedDependencies);
}

function unsignedProblem({ bundle }: StoredProvenance, statement: string, key: KeyObject): string | undefined {
  if (bundle === undefined) return 'is missing; npm run publish -- --commit --key FILE signs the statement';
  return signatureProblem(bundle, statement, key);
}
