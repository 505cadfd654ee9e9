import type { Reason, ReplicatedWorkload } from './common';

/** A Next.js site behind its own host. */
export interface WebUi extends ReplicatedWorkload {
  /**
   * `server` runs `next start`; `static` serves a static export with nginx (today's code cannot be exported,
   * because both sites use middleware).
   * @default "server"
   */
  readonly mode: 'server' | 'static';
  /**
   * The site's routes add security headers to its answers. `false` for an image that sends its own, with
   * `securityHeadersReason`; today's send none.
   * @default true
   */
  readonly securityHeaders: boolean;
  /** Why the routes add no security headers. Needed by `securityHeaders: false`. */
  readonly securityHeadersReason?: Reason;
}
