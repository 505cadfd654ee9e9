import type { ReplicatedWorkload } from './common';

/** A Next.js site behind its own host. */
export interface WebUi extends ReplicatedWorkload {
  /**
   * `server` runs `next start`; `static` serves a static export with nginx (today's code cannot be exported,
   * because both sites use middleware).
   * @default "server"
   */
  readonly mode: 'server' | 'static';
}
