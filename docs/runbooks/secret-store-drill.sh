#!/usr/bin/env bash
# Proves that the newest copy of the secret store can be brought back: a server of its own on this machine is given the
# copy, opened with the shares of those who hold them, and asked for every path that the platform reads. Nothing of the
# server survives. It is for people, because no machine of the platform may have what opens the store.
#
#   BUCKET=… docs/runbooks/secret-store-drill.sh ENVIRONMENT
#
# Needs bao (or STORE=vault, for a copy of Vault's), aws with an identity for the bucket of copies, curl and jq. Shares are
# read one a line: as many as open the store, which for a store that opens itself are its recovery shares. Such a store
# needs SEAL=FILE as well, a file with the seal stanza of its configuration.
set -euo pipefail
umask 077

environment=${1:?name the environment}
: "${BUCKET:?name the bucket of copies}"
cd "$(dirname "$0")/../.."
began=$(date +%s)
address=127.0.0.1:${PORT:-18200}
# In memory where the system has such a folder; what lies there is as encrypted as the copy.
work=$(mktemp -d "${TMPDIR:-/tmp}/store-drill.XXXXXX")
server=
stop() { { kill "$server" && wait "$server"; } 2>/dev/null || true; }
finish() {
  [ -z "$server" ] || stop
  rm -rf "$work"
}
trap finish EXIT

fail() {
  echo "$1" >&2
  exit 1
}

# Calls METHOD PATH [STATUS…]: prints the answer when its status is one of those; its body is standard input. Tokens and
# shares stand on no command line.
call() {
  local method=$1 path=$2 status
  shift 2
  status=$(curl --silent --request "$method" --header "@$work/header" --data-binary @- --output "$work/answer" \
    --write-out '%{http_code}' "http://$address/v1/$path") || true
  case " ${*:-200 204} " in
    *" $status "*) cat "$work/answer" ;;
    *) fail "$path: $status $(jq -c '.errors // .' "$work/answer" 2>/dev/null || true)" ;;
  esac
}

token() { printf 'X-Vault-Token: %s\n' "$1" >"$work/header"; }
token none

# Waits until PATH answers one of the statuses, as long as the server lives.
await() {
  local path=$1 status
  shift
  until
    status=$(curl --silent --header "@$work/header" --output "$work/answer" --write-out '%{http_code}' \
      "http://$address/v1/$path") || true
    [[ " $* " == *" $status "* ]]
  do
    kill -0 "$server" 2>/dev/null || fail "the server ended: $(tail -n 5 "$work/log")"
    sleep 0.1
  done
}

# Names are times, and the bucket lists them in their order; each page of the list is a line.
key=$(aws s3api list-objects-v2 --bucket "$BUCKET" --prefix secret-store/ --output text \
  --query 'Contents[-1].Key' | tail -n 1)
[ "$key" != None ] || fail "$BUCKET has no copy of the secret store"
aws s3 cp --only-show-errors "s3://$BUCKET/$key" "$work/snapshot"
echo "copy: $key"

mkdir "$work/raft"
# A new server has no token that the copy knows, and OpenBao 2.5.3 and later makes none from shares unless told so.
cat >"$work/config.hcl" <<CONFIG
storage "raft" {
  path    = "$work/raft"
  node_id = "drill"
}
listener "tcp" {
  address                                  = "$address"
  cluster_address                          = "127.0.0.1:0"
  tls_disable                              = true
  disable_unauthed_generate_root_endpoints = false
}
api_addr     = "http://$address"
cluster_addr = "https://127.0.0.1:1"
CONFIG
[ -z "${SEAL:-}" ] || cat "$SEAL" >>"$work/config.hcl"
serve() {
  "${STORE:-bao}" server -config="$work/config.hcl" >"$work/log" 2>&1 &
  server=$!
  await sys/seal-status 200
}
serve

shares='"secret_shares": 1, "secret_threshold": 1'
[ -z "${SEAL:-}" ] || shares='"recovery_shares": 1, "recovery_threshold": 1'
echo "{$shares}" | call PUT sys/init >"$work/init"
if [ -z "${SEAL:-}" ]; then jq '{key: .keys[0]}' "$work/init" | call PUT sys/unseal >/dev/null; fi
await sys/health 200
token "$(jq -r .root_token "$work/init")"
call PUT sys/storage/raft/snapshot-force <"$work/snapshot"
# The answer comes before the copy is in use. A server that opens itself then knows its own token no more; any other closes.
if [ -n "${SEAL:-}" ]; then
  await auth/token/lookup-self 403
else
  until grep -q 'vault is sealed' "$work/log"; do
    kill -0 "$server" 2>/dev/null || fail "the server ended: $(tail -n 5 "$work/log")"
    sleep 0.1
  done
fi
# As it is, it would go on counting shares as before and take none of the copy's: "invalid key size" (OpenBao 2.7.2).
stop
serve

# With the other seal the same shares open the store's recovery.
if [ -z "${SEAL:-}" ]; then
  needed=$(call GET sys/seal-status </dev/null | jq .t)
else
  await sys/health 200
  needed=$(call GET sys/generate-root/attempt </dev/null | jq .required)
fi
held=()
while [ "${#held[@]}" -lt "$needed" ]; do
  [ ! -t 0 ] || printf 'share %s of %s: ' "$((${#held[@]} + 1))" "$needed" >&2
  IFS= read -rs share || fail "$needed shares are needed"
  [ ! -t 0 ] || echo >&2
  held+=("$share")
done
if [ -z "${SEAL:-}" ]; then
  for share in "${held[@]}"; do printf '{"key": "%s"}' "$share" | call PUT sys/unseal >"$work/status"; done
  [ "$(jq .sealed "$work/status")" = false ] || fail 'these shares do not open the copy'
  await sys/health 200
fi

# A token of the copy, made by those who hold the shares: it comes as base64, each byte changed by one of a password.
call PUT sys/generate-root/attempt </dev/null >"$work/attempt"
nonce=$(jq -r .nonce "$work/attempt")
otp=$(jq -r .otp "$work/attempt")
for share in "${held[@]}"; do
  printf '{"nonce": "%s", "key": "%s"}' "$nonce" "$share" | call PUT sys/generate-root/update >"$work/made"
done
encoded=$(jq -r .encoded_root_token "$work/made")
while [ $((${#encoded} % 4)) -ne 0 ]; do encoded+='='; done
root=
for byte in $(printf %s "$encoded" | base64 -d | od -An -v -tu1); do
  printf -v mask %d "'${otp:${#root}:1}"
  # shellcheck disable=SC2059 # the format is the character
  printf -v character "\\x$(printf %x $((byte ^ mask)))"
  root+=$character
done
token "$root"

# Every path that some namespace of the platform may read, as the policies have them.
paths=0
while read -r path; do
  call GET "$path" </dev/null | jq -e '.data.data | length > 0' >/dev/null || fail "$path has no value in the copy"
  paths=$((paths + 1))
done < <(sed -n 's/^path "\(.*\/data\/.*\)" {$/\1/p' "deploy/vault/$environment/policies"/*.hcl | sort -u)
[ "$paths" -gt 0 ] || fail "deploy/vault/$environment names no path"

seconds=$(($(date +%s) - began))
echo "read $paths paths in $seconds seconds"
record=secret-store-drill/$(date -u +%Y%m%dT%H%M%SZ)-$seconds
printf '{"copy": "%s", "paths": %s}\n' "$key" "$paths" >"$work/record"
aws s3api put-object --bucket "$BUCKET" --key "$record" --body "$work/record" >/dev/null
echo "recorded $record"
