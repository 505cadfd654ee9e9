import { attempt, type Value } from './support/attempts';

/** A way out that a command in a sandbox may try, and what has to come of it. */
export interface Escape {
  readonly name: string;
  readonly attempt: string;
  /** Its name, or its number where it has none of its own. */
  readonly call: string | number;
  /** The layer that answers: the filter of the sandbox, the pod's profile, or the kernel without either. */
  readonly by: 'filter' | 'profile' | 'kernel';
  /** Error that the caller sees. */
  readonly answer: string;
}

let count = 0;
const by =
  (layer: Escape['by'], answer = 'EPERM') =>
  (name: string, call: string | number, ...values: Value[]): Escape => {
    count += 1;
    return { name, call, attempt: attempt(`a${count}`, call, ...values), by: layer, answer };
  };
const filter = by('filter');
const profile = by('profile');

const newUser = 0x10000000;
const newMount = 0x20000;
const sigchld = 17;
const all = 0x7e020000;
const above = 2 ** 32;
/** Does not stop the other process, as attaching would. */
const seize = 0x4206;
const typeInto = 0x5412;
const pasteInto = 0x541c;
const bindMount = 4096;
const detach = 2;
const cwd = -100;

/** Calls. Those with a bit above the lower 32 would slip past a filter that compares what the kernel does not look at. */
export const escapes: readonly Escape[] = [
  filter('a user namespace by unshare', 'unshare', newUser),
  filter('a mount namespace by unshare', 'unshare', newMount),
  filter('a user namespace by clone', 'clone', newUser + sigchld),
  filter('every namespace at once, as bubblewrap makes them', 'clone', all + sigchld),
  filter('a user namespace by clone, with a bit above', 'clone', newUser + sigchld + above),
  by('filter', 'ENOSYS')('a user namespace by clone3', 'clone3', '@', 88),
  filter('the namespace behind a descriptor', 'setns', 0, 0),
  filter('a host folder by bind mount', 'mount', '@/etc', '@/tmp', 0, bindMount, 0),
  filter('a new /proc', 'mount', '@proc', '@/tmp', '@proc', 0, 0),
  filter('the cgroup file system', 'mount', '@cgroup', '@/tmp', '@cgroup2', 0, 0),
  filter('a remount of /usr for writing', 'mount', '@none', '@/usr', 0, 32 + bindMount, 0),
  filter('/dev without what covers it', 'umount2', '@/dev', detach),
  filter('another root by pivot_root', 'pivot_root', '@.', '@.'),
  filter('another root by chroot', 'chroot', '@/tmp'),
  filter('a file system by fsopen', 'fsopen', '@tmpfs', 0),
  filter('a parameter for it', 'fsconfig', 0, 0, 0, 0, 0),
  filter('its mount', 'fsmount', 0, 0, 0),
  filter('its change', 'fspick', cwd, '@/', 0),
  filter('a copy of a mount', 'open_tree', cwd, '@/', 1),
  filter('a mount moved', 'move_mount', cwd, '@/', cwd, '@/tmp', 0),
  filter('the flags of a mount', 'mount_setattr', cwd, '@/', 0, '@', 32),
  filter('tracing the parent', 'ptrace', seize, 'parent', 0, 0),
  filter("reading the parent's memory", 'process_vm_readv', 'parent', '@', 1, '@', 1, 0),
  filter("writing the parent's memory", 'process_vm_writev', 'parent', '@', 1, '@', 1, 0),
  filter('typing into the terminal', 'ioctl', 0, typeInto, '@x'),
  filter('typing into the terminal, with a bit above', 'ioctl', 0, typeInto + above, '@x'),
  filter('pasting into the console', 'ioctl', 0, pasteInto, '@'),
  filter('an io_uring', 'io_uring_setup', 8, '@'),
  filter('entering one', 'io_uring_enter', 0, 0, 0, 0),
  filter('its buffers', 'io_uring_register', 0, 0, 0, 0),
  filter('a program for the kernel', 'bpf', 0, '@', 64),
  filter('a key', 'add_key', '@user', '@k', '@v', 1, -3),
  filter('a key of others', 'request_key', '@user', '@k', 0, -3),
  filter('the keyring of the session', 'keyctl', 0, -3, 0),
  filter('page faults in user space', 'userfaultfd', 0),
  filter('performance counters', 'perf_event_open', '@', 0, -1, -1, 0),
  profile('a file by its handle, past the mounts', 'open_by_handle_at', 0, '@', 0),
  profile('another kernel', 'kexec_load', 0, 0, 0, 0),
  profile('another kernel from a file', 'kexec_file_load', 0, 0, 0, 0, 0),
  profile('a module', 'init_module', '@', 1, '@'),
  profile('a module from a file', 'finit_module', 0, '@', 0),
  profile('one module fewer', 'delete_module', '@x', 0),
  profile('the name of the host', 'sethostname', '@x', 1),
  profile('the clock', 'clock_settime', 0, '@'),
  profile('swap', 'swapon', '@/tmp/x', 0),
  profile('the log of the kernel', 'syslog', 3, '@', 16),
  profile('I/O ports', 'iopl', 3),
  profile('events of a whole file system', 'fanotify_init', 0, 0),
  profile('descriptors of others', 'pidfd_getfd', 0, 0, 0),
  profile('memory policy of others', 'migrate_pages', 'parent', 1, '@', '@'),
  profile('addresses that are not random', 'personality', 0x40000),
  profile("the kernel's ciphers (AF_ALG)", 'socket', 38, 5, 0),
  profile("the kernel's ciphers, with a bit above", 'socket', 38 + above, 5, 0),
  profile('the hypervisor (AF_VSOCK)', 'socket', 40, 1, 0),
  profile('the hypervisor, with a bit above', 'socket', 40 + above, 1, 0),
  profile('raw packets (AF_PACKET)', 'socket', 17, 3, 0),
  by('kernel')('a disk as device file', 'mknod', '@disk', 0o060644, 259 * 256),
  by('kernel', 'EINVAL')('root', 'setuid', 0),
  by('kernel', 'EINVAL')('the group of root', 'setgid', 0),
  by('kernel')('other groups', 'setgroups', 1, '@'),
  by('kernel', 'signal 31')('a call as a 32-bit program makes it', 'getpid'),
  by('kernel', 'signal 31')('a call as an x32 program makes it', 0x40000000 + 39),
].map((escape) =>
  escape.name.includes('32-bit') ? { ...escape, attempt: escape.attempt.replace('=39', '=int80:20') } : escape,
);

/** Calls that have to work: what ordinary programs need of what the filters look at. */
export const needed: readonly (readonly [string, string])[] = [
  ['a thread or a fork by clone', attempt('n1', 'clone', sigchld)],
  ['an ordinary ioctl', attempt('n2', 'ioctl', 0, 0x5421, '@')],
  ['asking for the personality', attempt('n3', 'personality', 0xffffffff)],
  ['a UNIX socket', attempt('n4', 'socket', 1, 1, 0)],
  ['an IPv4 socket', attempt('n5', 'socket', 2, 1, 0)],
  ['an IPv6 socket', attempt('n6', 'socket', 10, 1, 0)],
  ['a netlink socket', attempt('n7', 'socket', 16, 3, 0)],
];
