import { answers } from '../../../charts/cave-kernel/child-filter';
import type { Profile } from './rendered';

/**
 * Error numbers that no call of ours ends with by itself. A copy of the profile or of the filter that answers with them,
 * and is the same otherwise, shows which layer refused a call: EPERM alone could also be the kernel's own.
 */
export const marks = { profile: 'ENOTRECOVERABLE', filter: 'ERFKILL' } as const;
const [enotrecoverable, erfkill] = [131, 132];

/** The profile with a mark of its own where it refuses. */
export function markProfile(profile: Profile | undefined): void {
  if (!profile) throw new Error('no profile to mark');
  profile.defaultErrnoRet = enotrecoverable;
  for (const rule of profile.syscalls) if (rule.errnoRet !== undefined) rule.errnoRet = enotrecoverable;
}

/** The compiled filter with a mark of its own where it refuses with EPERM. */
export function markFilter(filter: Uint8Array): Uint8Array {
  const marked = Buffer.from(filter);
  for (let at = 0; at < marked.length; at += 8) {
    if (marked.readUInt16LE(at) === 6 && marked.readUInt32LE(at + 4) === answers.EPERM) {
      marked.writeUInt32LE((answers.EPERM & ~0xffff) | erfkill, at + 4);
    }
  }
  return marked;
}
