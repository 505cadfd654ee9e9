#!/bin/sh
# Prepares the container's own cgroup so that the server can make a limited group per sandbox, limits what all of them
# take together, then starts the server. It has to happen in the server's container: an init container would prepare a
# group of its own.
#
# BKG_CGROUP_MODE: delegated  the runtime has handed the group to this user
#                  remounted  this process is root for a moment and takes the group itself
# CAVE_CGROUP_ROOT: where the server makes its groups
# BKG_SANDBOXES_MEMORY_MAX, BKG_SANDBOXES_PIDS_MAX, BKG_SANDBOXES_CPU_MAX: what these take together, as cgroup v2 has it
set -eu

root=/sys/fs/cgroup
leaf=$root/server

fail() {
  echo "entrypoint: $1" >&2
  exit 78
}

# Enables the controllers for the children of group $1. The kernel answers EBUSY while a process is still leaving.
enable_controllers() {
  tries=50
  until echo '+cpu +memory +pids' >"$1/cgroup.subtree_control" 2>/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail "cannot enable the cpu, memory and pids controllers in $1"
    sleep 0.1
  done
}

# A group with controllers may hold no processes, so they all move to a leaf. The files have size 0; only reading
# tells whether any process is left.
empty_root() {
  tries=50
  while pids=$(cat "$root/cgroup.procs") && [ -n "$pids" ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail "processes stay in $root"
    for pid in $pids; do
      echo "$pid" >"$leaf/cgroup.procs" 2>/dev/null || :
    done
  done
}

# Writes $2 to the limit $1 of all sandboxes together. The container's own limits leave room for the server above it: where
# only they held, the kubelet's memory.oom.group would end the server and every sandbox at once.
limit_together() {
  # The kernel takes an empty limit for none at all.
  if [ -z "$2" ] || ! echo "$2" 2>/dev/null >"$CAVE_CGROUP_ROOT/$1"; then
    fail "cannot limit all sandboxes together: $1 of $CAVE_CGROUP_ROOT does not take \"$2\""
  fi
}

[ -e "$root/cgroup.controllers" ] || fail "the node runs cgroup v1; sandbox limits need cgroup v2"

if [ "$BKG_CGROUP_MODE" = remounted ]; then
  # Without bind the node's whole cgroup mount would change and lose nsdelegate.
  mount -o remount,bind,rw "$root" || fail "cannot remount $root; is CAP_SYS_ADMIN granted?"
fi
mkdir -p "$leaf" 2>/dev/null ||
  fail "$root is not writable; the RuntimeClass handler needs cgroup_writable = true (containerd 2.1 or newer, runc with the systemd cgroup driver)"

empty_root
enable_controllers "$root"
mkdir -p "$CAVE_CGROUP_ROOT" || fail "cannot make $CAVE_CGROUP_ROOT; it has to lie in $root"
enable_controllers "$CAVE_CGROUP_ROOT"
limit_together memory.max "${BKG_SANDBOXES_MEMORY_MAX:-}"
limit_together pids.max "${BKG_SANDBOXES_PIDS_MAX:-}"
limit_together cpu.max "${BKG_SANDBOXES_CPU_MAX:-}"

[ "$BKG_CGROUP_MODE" = remounted ] || exec "$@"
chown 1000:1000 "$CAVE_CGROUP_ROOT" "$leaf"
for file in cgroup.procs cgroup.subtree_control cgroup.threads; do
  chown 1000:1000 "$root/$file" "$CAVE_CGROUP_ROOT/$file" "$leaf/$file"
done
exec setpriv --reuid=1000 --regid=1000 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
