#!/usr/bin/perl
# Hands pods that run sandboxes their own cgroup, on nodes whose container runtime cannot: makes the container's
# /sys/fs/cgroup writable and gives what the kernel calls delegation to the user of the server. Limits of the container
# itself stay root's.
#
#   delegate-cgroup.pl        for ever, twice a second
#   delegate-cgroup.pl list   prints the processes that wait, and does nothing
#
# NAMESPACE, WORKLOAD  whose pods: <namespace>_<workload>-…_<uid> is what the kubelet calls their log folders
# OWNER                user and group of the server
# PROC, POD_LOGS       where to look, for tests
#
# Nothing is executed inside the pod: entering its mount namespace leaves only system calls of this process, and no
# module can be loaded from there. Who is entered is decided by what only the kubelet and the kernel write.
use strict;
use warnings;

my $proc = $ENV{PROC} // '/proc';
my $pod_logs = $ENV{POD_LOGS} // '/var/log/pods';
my ($namespace, $workload, $owner) = map { $ENV{$_} // die "delegate-cgroup: $_ is not set\n" } qw(NAMESPACE WORKLOAD OWNER);

# x86-64, as the node contract has it.
my ($sys_mount, $sys_setns, $clone_newns) = (165, 308, 0x20000);
# nosuid, nodev, noexec, remount, bind. Without bind the node's whole cgroup mount would change and lose nsdelegate.
my $remount = 2 | 4 | 8 | 32 | 4096;
# Variables, because system calls may write where their pointers lead.
my ($folder, $source) = ('/sys/fs/cgroup', 'none');

sub slurp {
  my ($file) = @_;
  open(my $in, '<', $file) or return '';
  local $/;
  return scalar(<$in>) // '';
}

# UIDs of the pods of the workload on this node.
sub pod_uids {
  opendir(my $logs, $pod_logs) or return ();
  return map { /^\Q$namespace\E_\Q$workload\E-[^_]+_([0-9a-f-]{36})$/ ? $1 : () } readdir $logs;
}

# The cgroup of a process, seen from here.
sub cgroup_of {
  my ($pid) = @_;
  return slurp("$proc/$pid/cgroup") =~ m{^0::(/.*)$}m ? $1 : '';
}

# Whether a process is the first of a container, waits for us, and sees nothing but its own cgroup: the one process of
# a pod that a tenant can never be.
sub waits {
  my ($pid, $uids) = @_;
  my $cgroup = cgroup_of($pid);
  return 0 unless grep { my $uid = $_; index($cgroup, "pod$uid") >= 0 || index($cgroup, 'pod' . $uid =~ tr/-/_/r) >= 0 } @$uids;
  return 0 unless slurp("$proc/$pid/status") =~ /^NSpid:\t\d+\t1$/m;
  return 0 unless slurp("$proc/$pid/cmdline") =~ m{/wait-for-cgroup\.sh\0};
  return 0 unless (readlink("$proc/$pid/ns/user") // '') eq (readlink("$proc/self/ns/user") // 'unknown');
  my ($last) = reverse grep { (split / /)[4] eq $folder } split(/\n/, slurp("$proc/$pid/mountinfo"));
  return 0 unless defined $last;
  my @mount = split / /, $last;
  return $last =~ / - cgroup2 / && $mount[3] eq $cgroup;
}

sub waiting {
  my @uids = pod_uids() or return ();
  opendir(my $all, $proc) or return ();
  return sort { $a <=> $b } grep { /^\d+$/ && waits($_, \@uids) } readdir $all;
}

# Runs in a process of its own, which never comes back from the other mount namespace.
sub delegate {
  my ($pid) = @_;
  open(my $mounts, '<', "$proc/$pid/ns/mnt") or die "cannot look into process $pid: $!\n";
  # The number may be another process's by now. The namespace is held, so asking again settles it.
  waits($pid, [pod_uids()]) or die "process $pid no longer waits\n";
  @INC = ();
  syscall($sys_setns, fileno($mounts), $clone_newns) == 0 or die "cannot enter the mounts of process $pid: $!\n";
  syscall($sys_mount, $source, $folder, 0, $remount, 0) == 0 or die "cannot make the cgroup writable: $!\n";
  # The pod goes on when the last one is its own.
  for my $file ($folder, map { "$folder/cgroup.$_" } qw(threads subtree_control procs)) {
    chown($owner, $owner, $file) or die "cannot give away $file: $!\n";
  }
}

if (($ARGV[0] // '') eq 'list') {
  print "$_\n" for waiting();
  exit 0;
}

$SIG{TERM} = $SIG{INT} = sub { exit 0 };
while (1) {
  for my $pid (waiting()) {
    my $child = fork // die "delegate-cgroup: cannot fork: $!\n";
    if ($child == 0) {
      print STDERR eval { delegate($pid); 1 } ? "delegated the cgroup of process $pid\n" : "delegate-cgroup: $@";
      exit 0;
    }
    waitpid($child, 0);
  }
  select(undef, undef, undef, 0.5);
}
