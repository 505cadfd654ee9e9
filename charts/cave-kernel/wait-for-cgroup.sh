#!/bin/sh
# Waits until the node helper has handed this container's cgroup to its user, then becomes the command it is given.
# The helper makes the mount writable last, so a writable file means that everything before is done.
#
# CGROUP_FOLDER   @default /sys/fs/cgroup
# CGROUP_SECONDS  how long to wait; @default 60
set -eu

folder=${CGROUP_FOLDER:-/sys/fs/cgroup}
tries=$((${CGROUP_SECONDS:-60} * 10))

until [ -w "$folder/cgroup.procs" ] && [ -w "$folder/cgroup.subtree_control" ]; do
  if [ "$tries" -le 0 ]; then
    echo "wait-for-cgroup: $folder is still not writable; does the node helper run on this node?" >&2
    exit 78
  fi
  tries=$((tries - 1))
  sleep 0.1
done

exec "$@"
