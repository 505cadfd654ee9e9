#!/bin/sh
# Carries WAL between the folders that archive.sh and restore.sh use and the bucket: to the archive of this server, from
# the archive that is being restored.
set -eu

mkdir -p "$SPOOL/out" "$SPOOL/want" "$SPOOL/in" "$SPOOL/missing"
stopping=
trap 'stopping=yes' TERM

# Whether the bucket has key $1: 0 yes, 1 no, 2 nobody knows.
exists() {
  found=$(aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$1" --query "Contents[?Key == '$1'].Key" \
    --output text) || return 2
  [ "$found" = "$1" ]
}

# The checksum of a file, without its name.
checksum() {
  sum=$(sha256sum "$1") && echo "${sum%% *}"
}

# Takes file $1 to the archive. What is there already is never replaced: a new server that was given an old one's name
# would destroy what can be restored.
ship() {
  key=$ARCHIVE/wal/$1
  status=0
  exists "$key" || status=$?
  case $status in
    0)
      aws s3 cp --only-show-errors "s3://$BUCKET/$key" "$SPOOL/there" || return 1
      if [ "$(checksum "$SPOOL/there")" != "$(checksum "$SPOOL/out/$1")" ]; then
        echo "$key exists with other content: this archive belongs to another server; see the runbook" >&2
        return 1
      fi
      ;;
    1) aws s3 cp --only-show-errors "$SPOOL/out/$1" "s3://$BUCKET/$key" || return 1 ;;
    *) return 1 ;;
  esac
  rm -f "$SPOOL/out/$1"
}

# Brings file $1, or says that there is none.
fetch() {
  if answer=$(aws s3api get-object --bucket "$BUCKET" --key "$SOURCE/wal/$1.gz" "$SPOOL/in/.$1.gz" 2>&1); then
    mv "$SPOOL/in/.$1.gz" "$SPOOL/in/$1.gz"
  else
    case $answer in
      *'(NoSuchKey)'*) : >"$SPOOL/missing/$1" ;;
      *)
        echo "$answer" >&2
        return 1
        ;;
    esac
  fi
  rm -f "$SPOOL/want/$1"
}

while :; do
  # Asked before the work, so that what was handed over before the end is still carried. A server that shuts down
  # archives until it removes its lock file.
  last=
  if [ -e "$SPOOL/done" ] || { [ -n "$stopping" ] && [ ! -e "$LOCK" ]; }; then last=yes; fi
  for file in "$SPOOL"/out/*.gz; do
    if [ -e "$file" ]; then ship "${file##*/}" || sleep 1; fi
  done
  for file in "$SPOOL"/want/*; do
    if [ -e "$file" ]; then fetch "${file##*/}" || sleep 1; fi
  done
  [ -z "$last" ] || exit 0
  sleep 0.2
done
