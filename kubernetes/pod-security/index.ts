import type { PodView } from '../kinds';
import { type Edition, type Level, levels, type PodCheck, subjectOf, type Violation } from './check';
import { hostNamespaces, hostPathVolumes, hostPorts, hostProbesAndHostLifecycle, windowsHostProcess } from './host';
import { appArmorProfile, procMount, procMountRestricted, seLinuxOptions } from './kernel';
import { allowPrivilegeEscalation, capabilitiesBaseline, capabilitiesRestricted, privileged } from './privileges';
import { seccompProfileBaseline, seccompProfileRestricted } from './seccomp';
import { sysctls } from './sysctls';
import { runAsNonRoot, runAsUser } from './users';
import { restrictedVolumes } from './volumes';

/** Every control of the Pod Security Standards. */
export const podChecks: readonly PodCheck[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];

/** A field that keeps a pod out of a level. */
export interface PodSecurityFinding extends Violation {
  readonly check: string;
  readonly level: PodCheck['level'];
}

/** Everything that keeps a pod from being admitted at a level, as the policy of that minor has it. */
export function evaluate(pod: PodView, level: Level, minor: number): PodSecurityFinding[] {
  const active = activeChecks(level, minor);
  if (active.length === 0) return [];
  const subject = subjectOf(pod);
  return active.flatMap(({ check, edition }) =>
    Array.from(edition.find(subject), (violation) => ({ check: check.id, level: check.level, ...violation })),
  );
}

/** The tightest level that admits all of these pods. */
export function tightestLevel(pods: Iterable<PodView>, minor: number): Level {
  const all = [...pods];
  return levels.findLast((level) => all.every((pod) => evaluate(pod, level, minor).length === 0)) ?? 'privileged';
}

/** Whether one level admits pods that the other does not. */
export function isWider(level: Level, other: Level): boolean {
  return levels.indexOf(level) < levels.indexOf(other);
}

interface ActiveCheck {
  readonly check: PodCheck;
  readonly edition: Edition;
}

const known = new Map<string, readonly ActiveCheck[]>();

/** The checks of a level as they stood at a minor; every pod asks, so the answer is kept. */
function activeChecks(level: Level, minor: number): readonly ActiveCheck[] {
  const key = `${level} ${minor}`;
  const active = known.get(key) ?? selectChecks(level, minor);
  known.set(key, active);
  return active;
}

function selectChecks(level: Level, minor: number): ActiveCheck[] {
  if (level === 'privileged') return [];
  const active = podChecks
    .filter((check) => level === 'restricted' || check.level === 'baseline')
    .flatMap((check) => {
      const edition = check.editions.findLast(({ since }) => since <= minor);
      return edition ? [{ check, edition }] : [];
    });
  const replaced = new Set(active.map(({ check }) => check.replaces));
  return active.filter(({ check }) => !replaced.has(check.id));
}
