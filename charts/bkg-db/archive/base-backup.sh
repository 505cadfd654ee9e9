#!/bin/sh
# Takes a base backup into a folder that is named after when it began and ended. It carries the WAL it needs itself.
set -eu

began=$(date -u +%Y%m%dT%H%M%SZ)
pg_basebackup --no-password --pgdata="$BACKUP/new" --format=tar --gzip --wal-method=fetch --checkpoint=fast
mv "$BACKUP/new" "$BACKUP/$began-$(date -u +%Y%m%dT%H%M%SZ)"
