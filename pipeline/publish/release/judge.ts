import { metadata } from '../tree/metadata';
import type { FileProblem } from '../provenance/judge';
import { parseStatement, type StoredProvenance } from '../provenance/read';
import { sourceCommitOf, type Statement } from '../provenance/statement';
import { type Trust, trustProblem } from '../provenance/trust';

/** What is in the folder of a release, and who should have signed it. */
export interface ReleaseEvidence {
  readonly stored: StoredProvenance;
  /** SHA-256 of all other files, by name. */
  readonly digests: ReadonlyMap<string, string>;
  readonly trust: Trust;
  /** What statements about releases call the making of one. */
  readonly buildType: string;
  /** The one that it should be. @default - any */
  readonly version?: string;
}

/** A file of a release. */
export interface ReleaseFile {
  readonly state: 'valid' | 'differs' | 'missing' | 'unknown';
  readonly file: string;
}

/** What is known of a release. */
export interface ReleaseJudgement {
  readonly version?: string;
  readonly sourceCommit?: string;
  /** Whether those who should have signed it. */
  readonly isSigned: boolean;
  /** Empty where nobody can be believed about them. */
  readonly files: readonly ReleaseFile[];
  /** What is wrong with what says so. */
  readonly problems: readonly FileProblem[];
}

/** Compares a release with what its signed statement says of every file. */
export function judgeRelease(evidence: ReleaseEvidence): ReleaseJudgement {
  const { stored, trust, buildType } = evidence;
  const refused = (file: string, message: string) => ({ isSigned: false, files: [], problems: [{ file, message }] });
  if (stored.statement === undefined) return refused(metadata.statement, 'is missing; without it nothing is known');
  if (stored.bundle === undefined) return refused(metadata.bundle, 'is missing; nobody has signed the statement');
  const unsigned = trustProblem(stored.bundle, stored.statement, trust);
  if (unsigned !== undefined) return refused(metadata.bundle, unsigned);
  const statement = parseStatement(stored.statement);
  if (statement?.predicate.buildDefinition.buildType !== buildType)
    return refused(metadata.statement, 'is signed, and is about no release');
  return judgeFiles(statement, evidence);
}

function judgeFiles(statement: Statement, { digests, version: wanted }: ReleaseEvidence): ReleaseJudgement {
  const { version } = statement.predicate.buildDefinition.externalParameters;
  const said = new Map(
    statement.subject.flatMap(({ name, digest }) => ('sha256' in digest ? [[name, digest.sha256] as const] : [])),
  );
  const files = [...new Set([...said.keys(), ...digests.keys()])].sort().map((file) => ({
    state: stateOf(said.get(file), digests.get(file)),
    file,
  }));
  const isOther = wanted !== undefined && version !== wanted;
  const problems = isOther ? [{ file: metadata.statement, message: `is about release ${version}, not ${wanted}` }] : [];
  return { version, sourceCommit: sourceCommitOf(statement), isSigned: true, files, problems };
}

function stateOf(said: string | undefined, found: string | undefined): ReleaseFile['state'] {
  if (said === undefined) return 'unknown';
  if (found === undefined) return 'missing';
  return said === found ? 'valid' : 'differs';
}
