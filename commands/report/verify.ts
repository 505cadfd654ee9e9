import type { Judgement } from '../../pipeline/publish/provenance/judge';

/** A file that is not what the source renders. */
export interface Difference {
  /** `unfinished`: what a publish that was killed had begun to write. */
  readonly state: 'missing' | 'differs' | 'unknown' | 'unfinished';
  /** Below the tree's root. */
  readonly file: string;
}

/** What `verify --format json` prints. */
export interface VerifyReport {
  /** Folder of the reconciled tree. */
  readonly tree: string;
  readonly differences: readonly Difference[];
  readonly provenance: Judgement;
}
