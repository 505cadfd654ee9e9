#!/bin/sh
# Postgres' archive_command: hands the WAL file at $1, called $2, to the container that carries it to the bucket, and
# succeeds only when it has arrived. Until then Postgres keeps the file and counts a failure that an alert sees.
set -eu

mkdir -p "$SPOOL/out"
# The carrier takes whole files only.
gzip -nc "$1" >"$SPOOL/out/.$2.gz"
mv "$SPOOL/out/.$2.gz" "$SPOOL/out/$2.gz"

tries=150
while [ -e "$SPOOL/out/$2.gz" ]; do
  if [ "$tries" -eq 0 ]; then
    echo "WAL file $2 has not reached the bucket in 30 seconds; the log of container wal says why" >&2
    exit 1
  fi
  tries=$((tries - 1))
  sleep 0.2
done
