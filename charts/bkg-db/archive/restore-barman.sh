#!/bin/sh
# Postgres' restore_command for an archive of barman-cloud. Only status 1 says that there is no such file; for anything
# else Postgres has to give up rather than take it for the end of the archive.
set -u

barman-cloud-wal-restore --endpoint-url "$AWS_ENDPOINT_URL" "s3://$BUCKET/postgres" "$SOURCE" "$1" "$2"
status=$?
[ "$status" -le 1 ] || exit 255
exit "$status"
