/**
 * What any program may call: the container runtime's default list for a process without capabilities
 * (containerd 2.1, `contrib/seccomp`), by purpose, without the names that only other architectures have, and without
 * tracing: neither bubblewrap nor the server looks into other processes.
 */
export const runtimeBase: Readonly<Record<string, readonly string[]>> = {
  sockets: words(`
    accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendfile
    sendmmsg sendmsg sendto setsockopt shutdown socketpair
  `),
  'polling and events': words(`
    epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd
    eventfd2 fanotify_mark inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy
    io_getevents io_pgetevents io_setup io_submit poll ppoll pselect6 select signalfd signalfd4
  `),
  'timers and clocks': words(`
    adjtimex alarm clock_adjtime clock_getres clock_gettime clock_nanosleep getcpu getitimer gettimeofday nanosleep
    setitimer time timer_create timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create
    timerfd_gettime timerfd_settime times
  `),
  signals: words(`
    kill pause pidfd_send_signal restart_syscall rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo
    rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sigaltstack tgkill tkill
  `),
  memory: words(`
    brk cachestat madvise map_shadow_stack membarrier memfd_create memfd_secret mincore mlock mlock2 mlockall mmap
    mprotect mremap msync munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect process_mrelease
    remap_file_pages shmat
  `),
  'shared memory, semaphores and queues': words(`
    mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd semctl semget
    semop semtimedop shmctl shmdt shmget
  `),
  'processes and threads': words(`
    arch_prctl capget capset execve execveat exit exit_group fork futex futex_requeue futex_wait futex_waitv
    futex_wake get_robust_list get_thread_area getpgrp getpid getppid getpriority getrlimit getrusage getsid gettid
    ioprio_get ioprio_set landlock_add_rule landlock_create_ruleset landlock_restrict_self modify_ldt pidfd_open
    prctl prlimit64 rseq sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr
    sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam
    sched_setscheduler sched_yield seccomp set_robust_list set_thread_area set_tid_address setpriority setrlimit
    setsid sysinfo umask uname vfork wait4 waitid
  `),
  identity: words(`
    getegid geteuid getgid getgroups getpgid getresgid getresuid getuid setfsgid setfsuid setgid setgroups setpgid
    setregid setresgid setresuid setreuid setuid
  `),
  'extended attributes': words(`
    fgetxattr flistxattr fremovexattr fsetxattr getxattr lgetxattr listxattr llistxattr lremovexattr lsetxattr
    removexattr setxattr
  `),
  files: words(`
    access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64
    fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync flock fstat fstatfs fsync ftruncate
    futimesat getcwd getdents getdents64 getrandom ioctl lchown link linkat lseek lstat mkdir mkdirat mknod mknodat
    name_to_handle_at newfstatat open openat openat2 pipe pipe2 pread64 preadv preadv2 pwrite64 pwritev pwritev2
    read readahead readlink readlinkat readv rename renameat renameat2 rmdir splice stat statfs statx symlink
    symlinkat sync sync_file_range syncfs tee truncate unlink unlinkat utime utimensat utimes vmsplice write writev
  `),
};

/** The names in a text, however it is broken into lines. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
