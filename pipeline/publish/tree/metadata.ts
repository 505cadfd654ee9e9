/** Names of the files of a published tree that nobody reconciles. None ends as Argo CD's and our own readers look for. */
export const metadata = {
  /** The in-toto Statement about the whole tree. */
  statement: 'provenance.intoto',
  /** The Sigstore bundle that signs the statement. */
  bundle: 'provenance.sigstore',
  /** In every environment's folder: the source commit, as Argo CD's source hydrator writes it. */
  hydrator: 'hydrator.metadata',
} as const;

/** Whether a path below a tree's root is one of them. */
export function isMetadata(file: string): boolean {
  const steps = file.split('/');
  if (steps.length === 1) return file === metadata.statement || file === metadata.bundle;
  return steps.length === 2 && steps[1] === metadata.hydrator;
}

/** Metadata goes when newer takes its place, and with its environment; `wanted` are the files that a tree is to have. */
export function staleMetadata(existing: readonly string[], wanted: ReadonlySet<string>): string[] {
  const renewed = [...wanted].some(isMetadata);
  const environments = new Set([...wanted].map((file) => file.split('/')[0]));
  return existing.filter((file) => {
    const isOrphan = file.includes('/') && !environments.has(file.split('/')[0]);
    return isMetadata(file) && !wanted.has(file) && (renewed || isOrphan);
  });
}
