#!/bin/sh
# Makes a data folder of the downloaded base backup, once every file in it is what the backup's manifest says. When the
# server starts there it replays WAL until the moment to go back to.
set -eu

if [ -e "$PGDATA" ]; then exit 0; fi

rm -rf "$PGDATA.new"
mkdir -m 700 "$PGDATA.new"
tar -xzf "$RESTORE/base.tar.gz" -C "$PGDATA.new"
pg_verifybackup --quiet --manifest-path="$RESTORE/backup_manifest" "$PGDATA.new"
touch "$PGDATA.new/recovery.signal"
# Complete or not at all: a restart in the middle begins again.
mv "$PGDATA.new" "$PGDATA"
rm "$RESTORE/base.tar.gz" "$RESTORE/backup_manifest"
