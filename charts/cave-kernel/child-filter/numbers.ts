/** x86-64 numbers of the calls that the filter names (Linux `asm/unistd_64.h`). */
const numbers: Readonly<Record<string, number>> = {
  ioctl: 16,
  clone: 56,
  ptrace: 101,
  pivot_root: 155,
  chroot: 161,
  mount: 165,
  umount2: 166,
  add_key: 248,
  request_key: 249,
  keyctl: 250,
  unshare: 272,
  perf_event_open: 298,
  setns: 308,
  process_vm_readv: 310,
  process_vm_writev: 311,
  bpf: 321,
  userfaultfd: 323,
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  clone3: 435,
  mount_setattr: 442,
};

/** The number of a call. Throws for a name that is not in the table. */
export function numberOf(call: string): number {
  const number = numbers[call];
  if (number === undefined) throw new Error(`no number for the call "${call}"`);
  return number;
}
