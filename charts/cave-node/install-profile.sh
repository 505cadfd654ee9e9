#!/bin/sh
# Keeps the seccomp profile of the sandboxes on this node, and the node's label true: a node that carries it has the
# profile and everything else of the node contract. Asks again every minute, so a changed file or sysctl shows.
#
# PROFILE, PROFILE_FOLDER  the file to install, and where; its name says its content
# LABEL, LABEL_PREFIX      label of the contract, and what the labels of other contracts begin with
# NAMESPACE                where sandboxes run; whose pods say what is still in use
# API, NODE_NAME           the Kubernetes API, and this node
# CHECK                    check-node.sh, with its variables
# READY_FILE               is there while the label tells the truth, also where the truth is that the node is unfit
# TOLD_FILE                what the last exit told; lies where a restarted container still finds it
# ACCOUNT                  @default the mounted service account
# ONCE                     true: one round, whose result is the exit code
#
# Readiness is what roll-outs wait for, and an unfit node must not stop them. So whether the node is fit is told by the
# exit code of the container's last run, which Kubernetes remembers and kube-state-metrics shows: 78 where it is unfit.
# It ends once, when that changes, and is started again.
set -eu

account=${ACCOUNT:-/var/run/secrets/kubernetes.io/serviceaccount}

say() {
  echo "install-profile: $1" >&2
}

# Calls the API; the token goes in by a pipe, where no list of processes shows it.
api() {
  printf 'Authorization: Bearer %s\n' "$(cat "$account/token")" |
    curl --silent --show-error --fail --max-time 20 --cacert "$account/ca.crt" --header @- "$@"
}

# Sets label $1 of this node to $2, JSON; prints the node as it is then.
label() {
  api --request PATCH --header 'Content-Type: application/merge-patch+json' \
    --data "{\"metadata\":{\"labels\":{\"$1\":$2}}}" "$API/api/v1/nodes/$NODE_NAME"
}

pods_here() {
  api "$API/api/v1/namespaces/$NAMESPACE/pods?fieldSelector=spec.nodeName%3D$NODE_NAME"
}

# A reader sees the old file or the new one, also after a power cut: synced before it gets its name.
install() {
  target=$PROFILE_FOLDER/${PROFILE##*/}
  if cmp -s "$PROFILE" "$target"; then return 0; fi
  dd if="$PROFILE" of="$target.new" conv=fsync 2>/dev/null && mv -f "$target.new" "$target" && sync "$PROFILE_FOLDER" ||
    return 1
  say "wrote ${PROFILE##*/}"
}

# Labels of contracts that no pod of this node asks for go first, so that no new pod comes for them. Files follow,
# when the pods that are here by then do not name them either. Whoever cannot ask keeps everything.
clean_up() {
  pods=$(pods_here) || return 1
  for old in $(echo "$1" | grep -o "\"${LABEL_PREFIX}[0-9a-f]*\"" | tr -d '"' | sort -u); do
    case $old:$pods in
      "$LABEL":* | *:*"\"$old\""*) ;;
      *) label "$old" null >/dev/null || return 1 ;;
    esac
  done
  pods=$(pods_here) || return 1
  for file in "$PROFILE_FOLDER"/*.json; do
    case ${file##*/}:$pods in
      "${PROFILE##*/}":* | *:*"/${file##*/}\""*) ;;
      *) rm -f "$file" && say "removed ${file##*/}, which no pod here uses" ;;
    esac
  done
}

# 0: the node is fit and labelled; 78: it is unfit and not labelled; 1: what the label says may be wrong.
round() {
  if ! sh "$CHECK" node; then
    label "$LABEL" null >/dev/null || { say "cannot take the label from $NODE_NAME, which is unfit" && return 1; }
    say "$NODE_NAME is unfit for sandboxes and gets none; check-node says what it lacks"
    return 78
  fi
  # While a roll-out replaces the files below a running installer, the profile is gone; the next pod does the rest.
  [ -r "$PROFILE" ] || { say "waits for ${PROFILE##*/}" && return 1; }
  install || { say "cannot write to $PROFILE_FOLDER" && return 1; }
  node=$(label "$LABEL" '"ready"') || { say "cannot label $NODE_NAME" && return 1; }
  clean_up "$node" || { say "cannot tell what is still in use; old files stay" && return 1; }
}

# Ends with result $1 when it is not what the last exit told.
tell() {
  [ "$1" -ne "$told" ] || return 0
  echo "$1" >"$TOLD_FILE"
  exit "$1"
}

# Whoever was killed has told nothing: the file is there only after an exit of our own.
told=$(cat "$TOLD_FILE" 2>/dev/null || echo 0)
rm -f "$TOLD_FILE"
trap 'exit 0' TERM INT
while :; do
  result=0
  round || result=$?
  if [ "$result" -eq 1 ]; then
    rm -f "$READY_FILE"
  else
    : >"$READY_FILE"
    tell "$result"
  fi
  [ "${ONCE:-}" != true ] || exit "$result"
  sleep 60 &
  wait $!
done
