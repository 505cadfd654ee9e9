#!/bin/sh
# Asks the deployed platform whether it works. Every question runs; one failed answer decides the exit code.
#
# API               base address of the daemon
# BKG_API_KEY_FILE  file with an admin key
# NO_SANDBOX        why no sandbox is walked through its life; one is when this is empty
# CALL_SECONDS      how long one call may take
# WAIT_SECONDS      how long the API may take to answer at all
# RUN_SECONDS       how long all questions may take together; cleaning up gets CLEAN_SECONDS more
set -u
: "${NO_SANDBOX:=}" "${CALL_SECONDS:=20}" "${WAIT_SECONDS:=60}" "${RUN_SECONDS:=150}" "${CLEAN_SECONDS:=25}"

umask 077
folder=$(mktemp -d)
body=$folder/body
failed=0
curl=''
key=$(cat "$BKG_API_KEY_FILE")
token=''
begun=$(date +%s)
ends=$((begun + RUN_SECONDS))

# call CURL-ARGUMENTS…: leaves $body, and in $status 000 where no whole answer came. What begins after the end is not
# asked. curl runs beside the shell, which hears no signal while it waits for a program in front.
call() {
  left=$((ends - $(date +%s)))
  [ "$left" -lt "$CALL_SECONDS" ] || left=$CALL_SECONDS
  : >"$body"
  status=000
  [ "$left" -gt 0 ] || return 0
  curl --silent --show-error --max-time "$left" --output "$body" --write-out '%{http_code}' "$@" >"$folder/status" &
  curl=$!
  if wait "$curl"; then status=$(cat "$folder/status"); fi
  curl=''
}

# ask NAME STATUS[|STATUS] CURL-ARGUMENTS…
ask() {
  name=$1 expected=$2
  shift 2
  call "$@"
  case "|$expected|" in
    *"|$status|"*) echo "ok      $name" ;;
    *) fail "$name" "expected status $expected, got $status" ;;
  esac
}

# fail NAME WHY
fail() {
  echo "failed  $1: $2$(said)"
  failed=1
  return 1
}

# The answer on one line and without secrets: keys are long runs of letters and digits, passwords stand in addresses.
said() {
  text=$(tr '[:cntrl:]' ' ' <"$body" | sed 's/[A-Za-z0-9]\{24,\}/***/g; s|://[^/@ ]*@|://***@|g')
  for secret in "$key" "$token"; do
    while [ -n "$secret" ] && [ "${text#*"$secret"}" != "$text" ]; do
      text="${text%%"$secret"*}***${text#*"$secret"}"
    done
  done
  [ -z "$text" ] || printf ': %s' "$text" | cut -c 1-300
}

# Keys go to curl through files, so that they show up in no list of processes.
authorize() {
  printf 'header = "Authorization: Bearer %s"\n' "$2" >"$folder/$1"
}
authorize admin "$key"
as_admin() { ask "$@" --config "$folder/admin"; }
as_tenant() { ask "$@" --config "$folder/tenant"; }

# The objects of the answer, one a line and without white space.
objects() {
  tr -d '[:space:]' <"$body" | sed 's/},{/}\
{/g'
  echo
}

# The first id of each line; ids are UUIDs.
ids() {
  sed -n 's/"[a-z_]*id":"\([0-9A-Fa-f]\{8\}-[-0-9A-Fa-f]\{27\}\)".*/\
\1/; s/.*\n//p'
}

# Of the check alone: nobody else has a sandbox or a key in this namespace.
space=post-deploy-check
sandboxes=$API/api/v1/sandboxes
keys=$API/api/v1/auth/keys
sandbox=''
issued=''
walking=''

# Ends what there is: of this run, and of an earlier one that was cut off.
clean() {
  as_admin 'sandboxes of this check are listed' 200 "$sandboxes?namespace=$space"
  for id in $({ objects | ids && echo "$sandbox"; } | sort -u); do
    call --config "$folder/admin" --request POST "$sandboxes/$id/stop"
    as_admin "sandbox $id is gone" '204|404' --request DELETE "$sandboxes/$id"
  done
  as_admin 'keys of this check are listed' 200 "$keys"
  for id in $({ objects | grep -F "\"$space\"" | grep -vF '"revoked":true' | ids && echo "$issued"; } | sort -u); do
    as_admin "key $id is revoked" '200|204|404' --request DELETE "$keys/$id"
  done
}

# A key of the namespace. No document of the API names the fields of this call: the columns do (scope_type,
# scope_namespace), and the scope may be a map of its own, so the request says both, and only the columns where that is
# refused. It asks for no expiry, whose field is not known either. The answer is never shown: it holds the token, which
# is told by its form, 48 letters and digits.
issue() {
  for scope in ",\"scope\":{\"type\":\"namespace\",\"namespace\":\"$space\"}" ''; do
    call --config "$folder/admin" --header 'Content-Type: application/json' \
      --data "{\"scope_type\":\"namespace\",\"scope_namespace\":\"$space\",\"rate_limit\":100$scope}" "$keys"
    case $status in 400 | 422) ;; *) break ;; esac
  done
  issued=$(objects | ids | head -n 1)
  token=$(objects | grep -o '"[A-Za-z0-9]\{48\}"' | head -n 1 | tr -d '"')
  case "$status ${token:+token} ${issued:+id}" in
    '200 token id' | '201 token id') echo 'ok      a key of the namespace is issued' ;;
    20*) : >"$body" && fail 'a key of the namespace is issued' "status $status, but no token with an id" ;;
    *) fail 'a key of the namespace is issued' "expected status 201, got $status" ;;
  esac
}

# From the first call to the last; the first failed one ends it. The older server variant answers 200 to create.
live() {
  marker=$(hostname)-$$
  issue || return
  authorize tenant "$token"
  as_tenant 'its key opens no other namespace' 403 "$sandboxes?namespace=$space-other" || return
  as_tenant 'sandbox: create' '201|200' --header 'Content-Type: application/json' \
    --data "{\"namespace\":\"$space\",\"name\":\"$marker\"}" "$sandboxes" || return
  sandbox=$(objects | ids | head -n 1)
  [ -n "$sandbox" ] || fail 'sandbox: create' 'the answer has no id' || return
  as_tenant 'sandbox: start' 200 --request POST "$sandboxes/$sandbox/start" || return
  # 200 whatever became of the command: bubblewrap that cannot start is an exit code too.
  as_tenant 'sandbox: exec' 200 --header 'Content-Type: application/json' \
    --data "{\"command\":\"echo\",\"args\":[\"$marker\"],\"timeout_ms\":10000}" "$sandboxes/$sandbox/exec" || return
  objects | grep -q '"exit_code":0[,}]' || fail 'sandbox: exec' 'expected exit_code 0' || return
  objects | grep -qF "\"stdout\":\"$marker" || fail 'sandbox: exec' 'expected its own words on stdout' || return
  as_tenant 'sandbox: status' 200 "$sandboxes/$sandbox/status" || return
  as_tenant 'sandbox: stop' 204 --request POST "$sandboxes/$sandbox/stop" || return
  as_tenant 'sandbox: delete' 204 --request DELETE "$sandboxes/$sandbox" || return
  sandbox=''
  as_admin 'its key is revoked' '204|200' --request DELETE "$keys/$issued" || return
  issued=''
  as_tenant 'a call with the revoked key is refused' '401|429' "$sandboxes?namespace=$space" || return
  walking=''
}

# Also when the Job runs out of time and Kubernetes sends a signal.
finish() {
  trap '' EXIT INT TERM
  [ -z "$curl" ] || kill "$curl" 2>/dev/null
  if [ -n "$walking" ]; then
    failed=1
    ends=$(($(date +%s) + CLEAN_SECONDS))
    clean
  fi
  rm -rf "$folder"
  exit "$failed"
}
trap finish EXIT
trap 'echo "failed  cut off by a signal"; failed=1; finish' INT TERM

until curl --silent --output /dev/null --max-time 5 "$API/healthz"; do
  [ "$(($(date +%s) - begun))" -lt "$WAIT_SECONDS" ] || break
  sleep 2
done

ask 'liveness' 200 "$API/healthz"
ask 'metrics' 200 "$API/metrics"
grep -q '^bkg_cave_daemon_up' "$body" || fail 'metrics' 'bkg_cave_daemon_up is missing'
# The daemon counts all callers without a key together, so that somebody else may have used up what they get.
ask 'a call without a key is refused' '401|429' "$sandboxes?namespace=$space"
ask 'a call with a wrong key is refused' '401|429' --header 'Authorization: Bearer wrong' "$sandboxes?namespace=$space"
if ! as_admin 'a call with the admin key works' 200 "$sandboxes?namespace=$space"; then
  echo 'skipped a sandbox: it takes an admin key that works'
elif [ -n "$NO_SANDBOX" ]; then
  echo "skipped a sandbox: $NO_SANDBOX"
else
  walking=yes
  clean
  live
fi
