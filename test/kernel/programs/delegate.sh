#!/bin/sh
# Hook of a container that has just been made: gives its cgroup to the user of the container ($1), as runc does for a
# writable cgroup when systemd manages them.
pid=$(sed -n 's/.*"pid": *\([0-9]*\).*/\1/p')
group=/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$pid/cgroup")
chown "$1" "$group" "$group/cgroup.procs" "$group/cgroup.subtree_control" "$group/cgroup.threads"
