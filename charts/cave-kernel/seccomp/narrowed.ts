import { allow, exactly, int, type Reasoned, refuse, without } from './rule';

/** All seven flags that make clone(2) start a process in a new namespace (Linux `sched.h`). */
export const namespaceFlags = 0x7e020000;

/** What the runtime's default list allows only with some arguments, tightened. */
export const narrowed: readonly Reasoned[] = [
  // The runtime's own rule, "neither AF_ALG nor AF_VSOCK", compares 64 bits of which the kernel takes 32: one bit above
  // them and it lets both through.
  allow('socket', 'AF_UNIX: between processes of one machine', int(0, 1)),
  allow('socket', 'AF_INET: the server, and tenants inside their own empty network', int(0, 2)),
  allow('socket', 'AF_INET6: the same', int(0, 10)),
  allow('socket', 'AF_NETLINK: bubblewrap brings the loopback interface up', int(0, 16)),
  allow('personality', 'the plain one', exactly(0, 0)),
  allow('personality', 'asks which one it is', exactly(0, 0xffffffff)),
  allow('clone', 'threads and plain forks: no namespace flag', without(0, namespaceFlags)),
  refuse('clone3', 'ENOSYS: its flags lie in memory, out of sight; glibc then calls clone', 38),
];

/** What bubblewrap needs on top, each with the narrowest filter that was seen to work. */
export const bubblewrap: readonly Reasoned[] = [
  allow(
    'clone',
    'all seven namespaces and SIGCHLD at once: with one fewer, or as real root, bubblewrap is refused',
    exactly(0, namespaceFlags + 17),
  ),
  allow('mount', 'builds the file system of the sandbox; flags vary and remounts inherit them, so no useful filter'),
  allow('pivot_root', 'makes it the root'),
  allow('umount2', 'MNT_DETACH: takes the old root away', exactly(1, 2)),
  allow('unshare', 'CLONE_NEWUSER: a second user namespace for --dev and for the user nobody', exactly(0, 0x10000000)),
];
