#!/bin/sh
# Stands where the server expects bubblewrap (CAVE_BWRAP_PATH) and closes what the server leaves open: the child
# inherits no variable (the server's hold secrets), runs as nobody in its own user namespace without capabilities,
# sees a minimal /dev, is inside its limited group before it runs its first instruction, and cannot make the system calls
# that the compiled filter next to this file denies.
#
# CAVE_DISABLE_CGROUPS  true: there are no groups to join, unless CAVE_ENABLE_CGROUPS is true, which wins in the server
# CAVE_CGROUP_ROOT      where the server makes one group per sandbox
# BKG_SANDBOX_PROC      own: mount a new /proc (needs a pod with procMount Unmasked)
set -eu

bwrap=${BKG_BUBBLEWRAP:-/usr/bin/bwrap}
filter=${0%/*}/child-filter.bpf
sandbox=

refuse() {
  echo "bubblewrap: $1" >&2
  exit 125
}

# Whether $1 is what the server takes for true.
is_true() {
  case $1 in
    1 | [Tt][Rr][Uu][Ee] | [Yy][Ee][Ss] | [Oo][Nn]) ;;
    *) return 1 ;;
  esac
}

# Rebuilds the argument list: each round takes options from the front and puts what replaces them at the end.
rest=$#
take() {
  rest=$((rest - $1))
}
while [ "$rest" -gt 0 ]; do
  case $1 in
    --setenv)
      [ "$rest" -ge 3 ] || refuse "--setenv wants a name and a value"
      if [ "$2" = BKG_SANDBOX_ID ]; then
        [ -z "$sandbox" ] || refuse "two sandbox ids"
        sandbox=$3
      fi
      set -- "$@" "$1" "$2" "$3"
      shift 3 && take 3
      ;;
    --dev-bind)
      [ "$rest" -ge 3 ] || refuse "--dev-bind wants two paths"
      [ "$3" = /dev ] || refuse "no device but /dev may be bound: $3"
      set -- "$@" --dev /dev
      shift 3 && take 3
      ;;
    --proc)
      [ "$rest" -ge 2 ] || refuse "--proc wants a path"
      if [ "${BKG_SANDBOX_PROC:-}" = own ]; then set -- "$@" --proc "$2"; fi
      shift 2 && take 2
      ;;
    --bind | --ro-bind | --bind-try | --ro-bind-try | --symlink)
      [ "$rest" -ge 3 ] || refuse "$1 wants two paths"
      set -- "$@" "$1" "$2" "$3"
      shift 3 && take 3
      ;;
    --tmpfs | --chdir | --dir | --hostname | --unsetenv)
      [ "$rest" -ge 2 ] || refuse "$1 wants a value"
      set -- "$@" "$1" "$2"
      shift 2 && take 2
      ;;
    --die-with-parent | --new-session | --clearenv | --unshare-all | --unshare-user | --unshare-pid | --unshare-uts | --unshare-ipc | --unshare-net | --unshare-cgroup)
      set -- "$@" "$1"
      shift && take 1
      ;;
    --)
      break
      ;;
    --*)
      refuse "option $1 is not known to be safe"
      ;;
    *)
      break
      ;;
  esac
done
# The command and its arguments keep their place behind the options.
while [ "$rest" -gt 0 ]; do
  set -- "$@" "$1"
  shift && take 1
done

if ! is_true "${CAVE_DISABLE_CGROUPS:-}" || is_true "${CAVE_ENABLE_CGROUPS:-}"; then
  case $sandbox in
    '' | *[!A-Za-z0-9_-]*) refuse "no usable sandbox id to join the limited group of" ;;
  esac
  # Joining here and not after the start is what makes limits certain: nothing of the child runs before.
  group=${CAVE_CGROUP_ROOT:?}/$sandbox
  echo $$ >"$group/cgroup.procs" || refuse "cannot join the limited group of $sandbox"
  # Where controllers are off, the server only warns that it cannot write them.
  for limit in memory.max pids.max cpu.max; do
    [ -e "$group/$limit" ] || refuse "the group of $sandbox has no $limit; was the entrypoint left out?"
  done
fi

[ -r "$filter" ] || refuse "no filter for the child at $filter"

# Descriptors that the server may have left open stay here; the filter comes on one of its own, which bubblewrap closes.
exec env -i PATH=/usr/bin:/bin "$bwrap" \
  --clearenv --unshare-user --uid 65534 --gid 65534 --cap-drop ALL --tmpfs /run --tmpfs /var/tmp --seccomp 9 \
  "$@" 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<"$filter"
