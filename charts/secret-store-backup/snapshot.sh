#!/bin/sh
# Asks the store for a snapshot with a role that may do nothing else, and hands it on once it is known to be whole. Its
# values are encrypted with keys that the store's unseal keys open, and those are never where this runs.
set -eu
umask 077

login=$(printf '{"role": "%s", "jwt": "%s"}' "$ROLE" "$(cat "$TOKEN_FILE")" |
  curl --silent --show-error --fail --max-time 30 --data @- "$STORE/v1/auth/$AUTH_MOUNT/login")
token=$(printf '%s' "$login" | sed -n 's/.*"client_token": *"\([^"]*\)".*/\1/p')
if [ -z "$token" ]; then
  echo "$STORE gave no token for role $ROLE" >&2
  exit 1
fi
# In a file, because everybody in the pod may read command lines.
printf 'X-Vault-Token: %s\n' "$token" >"$SNAPSHOTS/header"

began=$(date -u +%Y%m%dT%H%M%SZ)
# A server that stands by sends the call on to the one that is active.
curl --silent --show-error --fail --location --header "@$SNAPSHOTS/header" \
  --output "$SNAPSHOTS/new" "$STORE/v1/sys/storage/raft/snapshot"
rm "$SNAPSHOTS/header"

# The answer is 200 before the store knows that it can end it, so only the sums inside tell whether all of it is here.
mkdir "$SNAPSHOTS/look"
cd "$SNAPSHOTS/look"
if ! { tar -xzf ../new && sha256sum -c SHA256SUMS; } >/dev/null; then
  echo 'the snapshot is not whole; it is not kept' >&2
  exit 1
fi
rm -r "$SNAPSHOTS/look"
mv "$SNAPSHOTS/new" "$SNAPSHOTS/$began.snap"
