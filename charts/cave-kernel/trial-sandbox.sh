#!/bin/sh
# Starts a sandbox the way the server does, through the same wrapper, and asks from inside whether it is one: nobody as
# user, and none of the server's variables. The check before the server starts runs it, and the readiness probe does,
# so that a pod whose sandboxes no longer start gets no more work.
#
# CAVE_BWRAP_PATH       the wrapper
# CAVE_DISABLE_CGROUPS  true: there are no groups to join
# CAVE_CGROUP_ROOT      where the server makes one group per sandbox
set -eu

# A probe starts with the container's user; where that is root, the server is not root any more, and neither are sandboxes.
if [ "$(id -u)" -eq 0 ]; then
  exec setpriv --reuid=1000 --regid=1000 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs /bin/sh "$0"
fi

sandbox=trial-sandbox

fail() {
  echo "trial-sandbox: $1" >&2
  exit 1
}

case ${CAVE_DISABLE_CGROUPS:-} in
  1 | [Tt][Rr][Uu][Ee] | [Yy][Ee][Ss] | [Oo][Nn]) ;;
  *)
    group=${CAVE_CGROUP_ROOT:?}/$sandbox
    mkdir -p "$group" || fail "cannot make a group in $CAVE_CGROUP_ROOT"
    trap 'rmdir "$group" 2>/dev/null || :' EXIT
    echo 64 >"$group/pids.max" || fail "cannot limit a group in $CAVE_CGROUP_ROOT"
    ;;
esac

set -- --die-with-parent --new-session --unshare-pid --unshare-uts --unshare-ipc --unshare-net --unshare-cgroup --proc /proc
for folder in /usr /bin /sbin /lib /lib64 /etc; do
  if [ -e "$folder" ]; then set -- "$@" --ro-bind "$folder" "$folder"; fi
done
set -- "$@" --dev-bind /dev /dev --tmpfs /tmp --setenv PATH /usr/bin:/bin --setenv BKG_SANDBOX_ID "$sandbox"

# shellcheck disable=SC2016 # expanded inside the sandbox
found=$("${CAVE_BWRAP_PATH:?}" "$@" /bin/sh -c 'echo "user $(id -u), $(env | grep -c "^CAVE_") of our variables"') ||
  fail "the sandbox ends with exit code $?"
[ "$found" = "user 65534, 0 of our variables" ] || fail "the sandbox is not closed: $found"
