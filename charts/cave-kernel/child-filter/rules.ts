import { namespaceFlags } from '../seccomp/narrowed';
import { words } from '../seccomp/runtime-base';

/** What a command in a sandbox may not do, although the pod's profile may let bubblewrap or the server do it. */
export interface ChildRule {
  readonly calls: readonly string[];
  readonly reason: string;
  /** Only with such an argument; its lower 32 bits count, because the kernel looks at no others. */
  readonly when?:
    { readonly argument: number; readonly equals: number } | { readonly argument: number; readonly anyBitOf: number };
  readonly answer: 'EPERM' | 'ENOSYS';
}

const tiocsti = 0x5412;
const tioclinux = 0x541c;

/** Everything else is left to the pod's profile, which a filter can only tighten. */
export const childRules: readonly ChildRule[] = [
  {
    calls: words('unshare setns'),
    reason: 'a new user namespace gives every capability inside it, and with them kernel code that nobody else reaches',
    answer: 'EPERM',
  },
  { calls: ['clone'], when: { argument: 0, anyBitOf: namespaceFlags }, reason: 'the same by clone', answer: 'EPERM' },
  { calls: ['clone3'], reason: 'its flags lie in memory, out of sight; glibc then calls clone', answer: 'ENOSYS' },
  {
    calls: words(`
      mount umount2 pivot_root chroot fsopen fsconfig fsmount fspick open_tree move_mount mount_setattr
    `),
    reason: 'the file system of the sandbox stays as bubblewrap built it',
    answer: 'EPERM',
  },
  {
    calls: words('ptrace process_vm_readv process_vm_writev'),
    reason: "no reading or steering of other processes; the sandbox's first one is bubblewrap's",
    answer: 'EPERM',
  },
  {
    calls: ['ioctl'],
    when: { argument: 1, equals: tiocsti },
    reason: 'TIOCSTI types into the terminal that started the sandbox',
    answer: 'EPERM',
  },
  {
    calls: ['ioctl'],
    when: { argument: 1, equals: tioclinux },
    reason: 'TIOCLINUX pastes into a console',
    answer: 'EPERM',
  },
  {
    calls: words('io_uring_setup io_uring_enter io_uring_register'),
    reason: 'does what calls do without making them, past every filter',
    answer: 'EPERM',
  },
  { calls: ['bpf'], reason: 'loads programs into the kernel', answer: 'EPERM' },
  {
    calls: words('add_key request_key keyctl'),
    reason: 'keyrings are shared by all processes of the user, in other sandboxes too',
    answer: 'EPERM',
  },
  { calls: ['userfaultfd'], reason: 'holds the kernel still in the middle of a call', answer: 'EPERM' },
  {
    calls: ['perf_event_open'],
    reason: 'a long record of kernel bugs, and it watches other processes',
    answer: 'EPERM',
  },
];
