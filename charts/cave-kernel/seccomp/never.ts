import { words } from './runtime-base';

/**
 * Every other call of x86-64, by why nobody may make it. The profile does not name them: what it does not list fails.
 * Together with the lists of what is allowed they are all calls of the header of Linux 6.1, so that none is forgotten.
 */
export const never: Readonly<Record<string, readonly string[]>> = {
  'put code into the kernel': words('bpf delete_module finit_module init_module kexec_file_load kexec_load'),
  'kernel code with a long record of escapes': words(`
    io_uring_enter io_uring_register io_uring_setup perf_event_open userfaultfd
  `),
  'keys, which no namespace keeps apart': words('add_key keyctl request_key'),
  'other ways to mount than the one bubblewrap uses': words(`
    chroot fsconfig fsmount fsopen fspick mount_setattr move_mount open_tree
  `),
  'namespaces of others': words('setns'),
  'files past every mount and permission of their folder': words('fanotify_init open_by_handle_at'),
  'memory, descriptors and kernel addresses of other processes': words(`
    kcmp pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace
  `),
  'the machine itself: clock, name, log, power, swap, quotas, ports': words(`
    acct clock_settime ioperm iopl quotactl quotactl_fd reboot setdomainname sethostname settimeofday swapoff swapon
    syslog vhangup
  `),
  'where memory lies; the scheduler of the node decides': words(`
    get_mempolicy mbind migrate_pages move_pages set_mempolicy set_mempolicy_home_node
  `),
  'long gone or never used': words(`
    _sysctl afs_syscall create_module get_kernel_syms getpmsg lookup_dcookie nfsservctl putpmsg query_module security
    sysfs tuxcall uselib ustat vserver
  `),
};
