import { digest } from '../../constructs/digest';
import { bubblewrap, narrowed } from './narrowed';
import { runtimeBase } from './runtime-base';

/**
 * The seccomp profile of pods that run sandboxes, as OCI JSON: what is not listed fails with EPERM, and calls of another
 * architecture than x86-64, the only one the server runs on, kill whoever makes them. docs/seccomp.md is its readable form.
 */
export const seccompProfile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64'],
  syscalls: [
    { names: Object.values(runtimeBase).flat().sort(), action: 'SCMP_ACT_ALLOW' },
    ...[...narrowed, ...bubblewrap].map(({ rule }) => rule),
  ],
} as const;

/** Named after its content, so that a changed profile is a new file and running pods keep theirs. */
export const seccompName = `cave-kernel-${digest(seccompProfile)}`;
