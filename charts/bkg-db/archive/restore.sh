#!/bin/sh
# Postgres' restore_command: asks the container that reads the bucket for the WAL file $1 and puts it at $2. Status 1
# says that the archive has no such file, which ends the recovery. Any other trouble must not look like that end, and
# from 126 on Postgres gives up instead.
set -eu

mkdir -p "$SPOOL/want"
: >"$SPOOL/want/$1"

tries=1500
while [ "$tries" -gt 0 ]; do
  if [ -e "$SPOOL/in/$1.gz" ]; then
    gunzip -c "$SPOOL/in/$1.gz" >"$2" || exit 255
    rm "$SPOOL/in/$1.gz"
    exit 0
  fi
  if [ -e "$SPOOL/missing/$1" ]; then
    rm "$SPOOL/missing/$1"
    exit 1
  fi
  tries=$((tries - 1))
  sleep 0.2
done
echo "no word of WAL file $1 in 5 minutes; the log of container wal says why" >&2
exit 255
