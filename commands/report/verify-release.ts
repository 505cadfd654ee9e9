import type { ReleaseJudgement } from '../../pipeline/publish/release/judge';

/** What `verify --release DIR --format json` prints. */
export interface ReleaseReport extends ReleaseJudgement {
  /** Folder of the release. */
  readonly release: string;
  /** Who should have signed it: a key by its digest, or an identity with its issuer. */
  readonly signer: string;
}
