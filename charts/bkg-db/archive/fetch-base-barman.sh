#!/bin/sh
# Downloads the newest base backup of CloudNativePG's barman-cloud plugin with the tools of the same name.
set -eu

archive=s3://$BUCKET/postgres
barman-cloud-backup-list --endpoint-url "$AWS_ENDPOINT_URL" "$archive" "$SOURCE" >/tmp/bases
# One line per backup that ended, the newest last; its id is its time.
base=
while read -r id _; do
  case $id in [0-9]*T[0-9]*) base=$id ;; esac
done </tmp/bases
if [ -z "$base" ]; then
  echo "$SOURCE has no base backup" >&2
  exit 1
fi
echo "restoring $base"
barman-cloud-restore --endpoint-url "$AWS_ENDPOINT_URL" "$archive" "$SOURCE" "$base" "$PGDATA"
chmod 700 "$PGDATA"
touch "$PGDATA/recovery.signal"
