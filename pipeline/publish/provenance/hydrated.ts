import { metadata } from '../tree/metadata';
import type { FileContent } from '../tree/write';
import type { Evidence, FileProblem } from './judge';
import { sha256, type Statement } from './statement';

/**
 * What is wrong with the metadata of environments: it is what the statement says of it. A statement from before those were
 * its subjects says nothing, which only matters to who wants everything signed.
 */
export function hydratedProblems(statement: Statement, { hydrated, files, key }: Evidence): FileProblem[] {
  const digests = hydratedDigests(statement);
  if (digests.size === 0) {
    const message = `says nothing of ${metadata.hydrator}, as those of earlier versions; npm run publish -- --commit --key FILE renews it`;
    return key && hydrated.length > 0 ? [{ file: metadata.statement, message }] : [];
  }
  const there = new Set(hydrated.map(({ path }) => path));
  const environments = new Set(files.map(({ path }) => path.split('/')[0]));
  const missing = [...digests.keys()].filter((file) => !there.has(file) && environments.has(file.split('/')[0]));
  return [
    ...missing.map((file) => ({ file, message: 'is missing, and the statement is about it; git has it' })),
    ...hydrated
      .filter((file) => !isVouchedFor(statement, file))
      .map(({ path: file }) => ({ file, message: 'is not what the statement says; somebody else has written it' })),
  ];
}

/** Whether a statement says just this of an environment's metadata. */
export function isVouchedFor(statement: Statement, { path, text }: FileContent): boolean {
  return hydratedDigests(statement).get(path) === sha256(text);
}

/** By the name below the tree's root; where the tree lies, is not what this is about. */
function hydratedDigests({ subject }: Statement): Map<string, string> {
  return new Map(
    subject.flatMap(({ name, digest }) =>
      'sha256' in digest ? [[name.slice(name.indexOf('/') + 1), digest.sha256] as const] : [],
    ),
  );
}
