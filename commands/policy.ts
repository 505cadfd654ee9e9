import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Exceptions, readExceptions } from '../pipeline/checks/exceptions';
import { environmentLabel } from '../settings/facts/labels';
import { type PodSecurityLedger, readPodSecurityLedger } from '../pipeline/checks/pod-security/ledger';

/** Problems that reviewers of the repository at `root` live with; a package of the program alone has none. */
export function exceptionsOf(root: string): Exceptions {
  const file = path.join(root, 'policy/exceptions.yaml');
  return existsSync(file) ? readExceptions(file) : { file, entries: [], problems: [] };
}

/** Which levels of Pod Security they have accepted; `complete` when whole environments are looked at. */
export function ledgerOf(root: string, complete: boolean): PodSecurityLedger | undefined {
  const file = path.join(root, 'policy/pod-security.yaml');
  return existsSync(file) ? readPodSecurityLedger(file, { complete, environmentLabel }) : undefined;
}
