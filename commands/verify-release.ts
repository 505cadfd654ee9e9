import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readProvenance } from '../pipeline/publish/provenance/read';
import { sha256 } from '../pipeline/publish/provenance/statement';
import { nameOfTrust, type Trust } from '../pipeline/publish/provenance/trust';
import { judgeRelease, type ReleaseJudgement } from '../pipeline/publish/release/judge';
import { listEntries } from '../pipeline/publish/tree/entries';
import { metadata } from '../pipeline/publish/tree/metadata';
import { releaseNames } from '../settings/facts/provenance';
import type { Outcome } from './outcome';
import type { ReleaseReport } from './report/verify-release';
import { provenanceProblem } from './report/provenance-problem';
import { checkExists } from './target';

export interface VerifyReleaseOptions {
  /** Folder of the release. */
  readonly release: string;
  /** The one that it should be. @default - any */
  readonly version?: string;
  readonly trust: Trust;
  readonly format: 'text' | 'json';
}

/** Compares every file of a release with what somebody signed of it. Needs neither sources nor network. */
export function verifyRelease({ release: folder, version, trust, format }: VerifyReleaseOptions): Outcome {
  checkExists('--release', folder, 'the release to verify');
  const judged = judgeRelease({
    stored: readProvenance(folder),
    digests: digestsIn(folder),
    trust,
    buildType: releaseNames.buildType,
    version,
  });
  const isWell = judged.problems.length === 0 && judged.files.every(({ state }) => state === 'valid');
  const exitCode = isWell ? 0 : 1;
  if (format === 'json') {
    const printed: ReleaseReport = { release: folder, signer: nameOfTrust(trust), ...judged };
    return { exitCode, lines: [JSON.stringify(printed, null, 2)] };
  }
  const problems = judged.problems.map(({ file, message }) => provenanceProblem(`${folder}/${file}`, message));
  return { exitCode, lines: report(folder, judged, nameOfTrust(trust)), problems };
}

/** What says of all others what they are. */
const own: readonly string[] = [metadata.statement, metadata.bundle];

/** A link or a folder is no file of a release, and gets no digest that could be right. */
function digestsIn(folder: string): Map<string, string> {
  return new Map(
    listEntries(folder)
      .filter((entry) => !(entry.kind === 'file' && own.includes(entry.path)))
      .map(({ path: file, kind }) => [
        file,
        kind === 'file' ? sha256(readFileSync(path.join(folder, file))) : `is a ${kind}`,
      ]),
  );
}

function report(
  folder: string,
  { isSigned, version, sourceCommit, files }: ReleaseJudgement,
  signer: string,
): string[] {
  if (!isSigned) return [`${folder} is not signed by ${signer}`];
  const about = [`${folder} is release ${version}, rendered from ${sourceCommit}`, `signed by ${signer}`];
  return [...about, ...files.map(({ state, file }) => `${state.padEnd(8)} ${folder}/${file}`)];
}
