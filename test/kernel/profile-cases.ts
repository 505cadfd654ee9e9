import { attempt } from './support/attempts';
import { sandbox } from './support/sandboxes';

const socket = (family: number) => `/app/attempt ${attempt('try', 'socket', family, 1, 0)}`;
const personality = (value: number) => `/app/attempt ${attempt('try', 'personality', value)}`;
const runs = sandbox('one', 'echo started');
const thread = `python3 -c 'import threading; threading.Thread(target=lambda: print("started")).start()'`;

/** For each rule of the profile but the base: what fails without it, and how. */
export const withoutRule: Readonly<Record<string, readonly [string, RegExp]>> = {
  'socket(0 masked 0xffffffff = 0x1)': [socket(1), /EPERM/],
  'socket(0 masked 0xffffffff = 0x2)': [socket(2), /EPERM/],
  'socket(0 masked 0xffffffff = 0xa)': [socket(10), /EPERM/],
  'socket(0 masked 0xffffffff = 0x10)': [runs, /loopback: Failed to create NETLINK_ROUTE socket/],
  'personality(0 = 0x0)': [personality(0), /EPERM/],
  'personality(0 = 0xffffffff)': [personality(0xffffffff), /EPERM/],
  'clone(0 masked 0x7e020000 = 0x0)': [runs, /Cannot fork|Operation not permitted|Resource temporarily/],
  'clone3() fails with 38': [thread, /can't start new thread/],
  'clone(0 = 0x7e020011)': [runs, /No permissions to create new namespace/],
  'mount()': [runs, /Failed to make \/ slave: Operation not permitted/],
  'pivot_root()': [runs, /pivot_root: Operation not permitted/],
  'umount2(1 = 0x2)': [runs, /unmount old root: Operation not permitted/],
  'unshare(0 = 0x10000000)': [runs, /unshare user ns: Operation not permitted/],
};

const own = (label: string, call: string | number, ...values: (string | number)[]) =>
  `/app/attempt ${attempt(label, call, ...values)}`;
/** What each filter of arguments keeps from a server that somebody has taken over; without the filter it gets through. */
export const loosened: Readonly<Record<string, readonly [string, string]>> = {
  'clone(0 = 0x7e020011)': ['a user namespace with some of the others', own('try', 'clone', 0x10000011)],
  'umount2(1 = 0x2)': ['a forced unmount', own('try', 'umount2', '@/tmp', 1)],
  'unshare(0 = 0x10000000)': ['a mount namespace', own('try', 'unshare', 0x20000)],
  'socket(0 masked 0xffffffff = 0x10)': ['a socket of AF_VSOCK', own('try', 'socket', 40, 1, 0)],
  'personality(0 = 0x0)': ['addresses that are not random', own('try', 'personality', 0x40000)],
};

/** One call of each group of the base that something else could do without. */
export const ofGroup: Readonly<Record<string, readonly [string, ...(string | number)[]]>> = {
  sockets: ['socketpair', 1, 1, 0, '@'],
  'polling and events': ['epoll_create1', 0],
  'timers and clocks': ['timerfd_create', 1, 0],
  signals: ['sigaltstack', 0, '@'],
  memory: ['mincore', 0, 0, '@'],
  'shared memory, semaphores and queues': ['shmget', 0, 4096, 0o1600],
  'processes and threads': ['getpriority', 0, 0],
  identity: ['getpgid', 0],
  'extended attributes': ['listxattr', '@/', '@', 0],
  files: ['truncate', '@/tmp', 0],
};
/** A step that makes this call. */
export const groupCall = (name: string): string => {
  const [call, ...values] = ofGroup[name] ?? [];
  if (!call) throw new Error(`no call stands for the group ${name}`);
  return own(call, call, ...values);
};
