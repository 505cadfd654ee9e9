/** What a commit of rendered files says. */
export interface CommitFacts {
  /** What changes for whom, a line each: the plan's summary. */
  readonly summary: readonly string[];
  /** The commit whose source was rendered. */
  readonly sourceCommit: string;
  /** The environments whose files change, sorted. */
  readonly environments: readonly string[];
  /** Hash of the plan whose irreversible changes somebody has accepted. @default - there are none */
  readonly acknowledged?: string;
}

/** Trailers by which others find out where a commit of rendered files comes from. */
export const trailers = {
  source: 'Source-Commit',
  environments: 'Environments',
  acknowledged: 'Acknowledged-Plan',
} as const;

/** What a commit says to accept the irreversible changes of the plan with this hash. */
export function acceptance(hash: string): string {
  return `${trailers.acknowledged}: ${hash}`;
}

/** Subject, summary, trailers: the same facts always make the same message. */
export function commitMessage({ summary, sourceCommit, environments, acknowledged }: CommitFacts): string {
  const facts = [
    `${trailers.source}: ${sourceCommit}`,
    `${trailers.environments}: ${environments.join(', ')}`,
    ...(acknowledged === undefined ? [] : [acceptance(acknowledged)]),
  ];
  const subject = `gitops: render ${environments.join(', ')} from ${sourceCommit.slice(0, 12)}`;
  const body = summary.length > 0 ? [...summary, ''] : [];
  return [subject, '', ...body, ...facts, ''].join('\n');
}
