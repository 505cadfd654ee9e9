#!/bin/sh
# Says in one sentence each what this node lacks to run sandboxes; exit code 78 when it lacks anything.
#
# check-node.sh node  what every container of the node can see
# check-node.sh pod   also what only a pod with the sandbox's own profiles can see; in the end a trial sandbox
#
# NODE_ARCHITECTURE, NODE_LINUX, NODE_USER_NAMESPACES, NODE_CGROUP (none, delegated, remounted),
# NODE_APPARMOR_PROFILE  what the node contract asks for
# NODE_CGROUP_LATER      true: a helper makes the cgroup writable, and only the server's container waits for that
# NODE_ROOT              where to look for /proc and /sys
# NODE_TRIAL             the script that starts a trial sandbox
set -eu

root=${NODE_ROOT:-}
lacking=0

lacks() {
  echo "check-node: $1" >&2
  lacking=$((lacking + 1))
}

# First line of file $1 below the root; nothing where there is no such file.
value() {
  if [ -r "$root$1" ]; then head -n 1 "$root$1"; fi
}

# Whether version $1 is $2 or newer, by major and minor.
at_least() {
  minor=${1#*.}
  [ "${1%%.*}" -gt "${2%%.*}" ] || { [ "${1%%.*}" -eq "${2%%.*}" ] && [ "${minor%%[!0-9]*}" -ge "${2#*.}" ]; }
}

check_machine() {
  machine=$(uname -m)
  [ "$machine" = "$NODE_ARCHITECTURE" ] ||
    lacks "the node is $machine; the server's own filter is built for $NODE_ARCHITECTURE"
  release=$(value /proc/sys/kernel/osrelease)
  at_least "$release" "$NODE_LINUX" || lacks "the node runs Linux $release; $NODE_LINUX or newer is needed"
}

check_user_namespaces() {
  most=$(value /proc/sys/user/max_user_namespaces)
  [ "${most:-0}" -ge "$NODE_USER_NAMESPACES" ] ||
    lacks "sysctl user.max_user_namespaces is ${most:-0}; the sandboxes of this pod need $NODE_USER_NAMESPACES"
  [ "$(value /proc/sys/kernel/unprivileged_userns_clone)" != 0 ] ||
    lacks "sysctl kernel.unprivileged_userns_clone is 0; sandboxes need 1"
  if [ "$(value /proc/sys/kernel/apparmor_restrict_unprivileged_userns)" = 1 ] && [ -z "${NODE_APPARMOR_PROFILE:-}" ]; then
    lacks "AppArmor restricts user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns); load a profile that allows them and name it in kernel.appArmorProfile"
  fi
}

check_cgroup() {
  [ "$NODE_CGROUP" != none ] || return 0
  if [ ! -e "$root/sys/fs/cgroup/cgroup.controllers" ]; then
    lacks "the node runs cgroup v1; limits of sandboxes need cgroup v2"
    return 0
  fi
  for controller in cpu memory pids; do
    case " $(value /sys/fs/cgroup/cgroup.controllers) " in
      *" $controller "*) ;;
      *) lacks "cgroup v2 has no $controller controller for pods; boot the node without cgroup v1 controllers" ;;
    esac
  done
}

# A container of a runtime handler that delegates owns its group; so this one tells about the server's.
check_delegation() {
  [ "$NODE_CGROUP" = delegated ] && [ "${NODE_CGROUP_LATER:-}" != true ] || return 0
  [ -e "$root/sys/fs/cgroup/cgroup.controllers" ] || return 0
  if mkdir "$root/sys/fs/cgroup/check-node" 2>/dev/null; then
    rmdir "$root/sys/fs/cgroup/check-node"
  else
    lacks "/sys/fs/cgroup is not writable; the handler of the RuntimeClass needs cgroup_writable = true (containerd 2.1 or newer, runc with the systemd cgroup driver) or CRI-O's allowed annotation"
  fi
}

check_app_armor() {
  [ "$(value /sys/module/apparmor/parameters/enabled)" = Y ] || return 0
  confinement=$(value /proc/self/attr/apparmor/current)
  profile=${confinement% (*}
  case $profile in
    '' | unconfined | "${NODE_APPARMOR_PROFILE:-unconfined}") ;;
    *) lacks "AppArmor confines this pod by \"$profile\", which denies the mounts of a sandbox; load a profile that allows them and name it in kernel.appArmorProfile" ;;
  esac
}

check_seccomp() {
  case $(grep '^Seccomp:' "$root/proc/self/status" || :) in
    *2) ;;
    *) lacks "no seccomp filter is on this pod; the runtime must apply the profile that the pod names" ;;
  esac
}

check_machine
check_user_namespaces
check_cgroup
if [ "${1:-}" = pod ]; then
  check_delegation
  check_app_armor
  check_seccomp
  # Without these a trial would only say the same in other words.
  [ "$lacking" -gt 0 ] || "${NODE_TRIAL:-/opt/bkg/trial-sandbox.sh}" || lacks "a trial sandbox does not start"
fi
[ "$lacking" -eq 0 ] || exit 78
