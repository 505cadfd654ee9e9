import { digest } from '../constructs/digest';
import { runtimeBase } from './syscalls';

/** One rule of an OCI runtime seccomp profile (runtime-spec, config-linux). */
interface Rule {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  readonly errnoRet?: number;
  readonly args?: readonly Argument[];
}

interface Argument {
  readonly index: number;
  /** With SCMP_CMP_MASKED_EQ the mask; what the masked argument has to equal is then `valueTwo`. */
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: 'SCMP_CMP_EQ' | 'SCMP_CMP_NE' | 'SCMP_CMP_MASKED_EQ';
}

const enosys = 38;

/** Address families and personalities that the runtime's default list narrows as well. */
const conditional: readonly Rule[] = [
  // AF_ALG (38) and AF_VSOCK (40) reach kernel code and the host; every other family is needed by somebody.
  {
    names: ['socket'],
    action: 'SCMP_ACT_ALLOW',
    args: [
      { index: 0, value: 38, op: 'SCMP_CMP_NE' },
      { index: 0, value: 40, op: 'SCMP_CMP_NE' },
    ],
  },
  ...[0x0, 0x8, 0x20000, 0x20008, 0xffffffff].map((value): Rule => allow('personality', { index: 0, value })),
  // Threads and plain forks: clone without any of the seven namespace flags.
  {
    names: ['clone'],
    action: 'SCMP_ACT_ALLOW',
    args: [{ index: 0, value: 0x7e020000, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
  },
  // glibc falls back to clone, whose flags a filter can read.
  { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: enosys },
];

/** What bubblewrap needs on top, each with the narrowest filter that was seen to work (see docs/sandbox.md). */
const bubblewrap: readonly Rule[] = [
  // All seven namespaces and SIGCHLD at once: with one fewer, or as real root, bubblewrap is refused.
  allow('clone', { index: 0, value: 0x7e020011 }),
  // No useful filter: flags vary and remounts inherit them.
  allow('mount'),
  allow('pivot_root'),
  // MNT_DETACH
  allow('umount2', { index: 1, value: 2 }),
  // CLONE_NEWUSER, for the wrapper's second user namespace
  allow('unshare', { index: 0, value: 0x10000000 }),
];

function allow(name: string, argument?: Omit<Argument, 'op'>): Rule {
  return { names: [name], action: 'SCMP_ACT_ALLOW', ...(argument && { args: [{ ...argument, op: 'SCMP_CMP_EQ' }] }) };
}

/** The seccomp profile of pods that run sandboxes: what is not listed fails with EPERM. */
export const seccompProfile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  syscalls: [
    { names: Object.values(runtimeBase).flat().sort(), action: 'SCMP_ACT_ALLOW' },
    ...conditional,
    ...bubblewrap,
  ],
} as const;

/** Named after its content, so that a changed profile is a new file and running pods keep theirs. */
export const seccompName = `cave-kernel-${digest(seccompProfile)}`;
