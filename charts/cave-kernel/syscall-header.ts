import type { Construct } from 'constructs';
import { KubeConfigMap, type Volume, type VolumeMount } from '../constructs/k8s';

/** x86-64 numbers of the 105 calls that the server looks up when it starts (Linux `asm/unistd_64.h`). */
const numbers = `
  read=0 write=1 open=2 close=3 stat=4 fstat=5 lstat=6 poll=7 lseek=8 mmap=9 mprotect=10 munmap=11 brk=12
  rt_sigaction=13 rt_sigprocmask=14 rt_sigreturn=15 ioctl=16 pread64=17 pwrite64=18 readv=19 writev=20 access=21
  pipe=22 select=23 sched_yield=24 mremap=25 madvise=28 dup=32 dup2=33 nanosleep=35 getitimer=36 setitimer=38
  getpid=39 socket=41 connect=42 accept=43 sendto=44 recvfrom=45 sendmsg=46 recvmsg=47 shutdown=48 bind=49
  listen=50 getsockname=51 getpeername=52 socketpair=53 setsockopt=54 getsockopt=55 clone=56 execve=59 exit=60
  wait4=61 kill=62 uname=63 fcntl=72 getcwd=79 chdir=80 fchdir=81 readlink=89 umask=95 gettimeofday=96
  sysinfo=99 times=100 getuid=102 getgid=104 geteuid=107 getegid=108 getppid=110 rt_sigtimedwait=128
  sigaltstack=131 prctl=157 arch_prctl=158 gettid=186 tkill=200 futex=202 set_tid_address=218 clock_gettime=228
  clock_getres=229 clock_nanosleep=230 exit_group=231 tgkill=234 waitid=247 openat=257 newfstatat=262
  readlinkat=267 pselect6=270 ppoll=271 set_robust_list=273 splice=275 tee=276 vmsplice=278 timerfd_create=283
  timerfd_settime=286 timerfd_gettime=287 accept4=288 eventfd2=290 dup3=292 pipe2=293 recvmmsg=299 prlimit64=302
  sendmmsg=307 getrandom=318 execveat=322 statx=332 clone3=435
`;

/**
 * The C header that the server parses at start and exits without, reduced to the names it asks for. Stands in for
 * the package linux-libc-dev, which the published image lacks.
 */
const header = numbers
  .trim()
  .split(/\s+/)
  .map((pair) => `#define __NR_${pair.replace('=', ' ')}\n`)
  .join('');

/** Adds the header to the workload's namespace; returns the volume and the mount at the only path the server reads. */
export function addSyscallHeader(scope: Construct): [Volume, VolumeMount] {
  const name = 'syscall-header';
  const file = 'unistd_64.h';
  new KubeConfigMap(scope, name, { metadata: { name }, data: { [file]: header } });
  return [
    { name, configMap: { name } },
    { name, mountPath: `/usr/include/x86_64-linux-gnu/asm/${file}`, subPath: file, readOnly: true },
  ];
}
