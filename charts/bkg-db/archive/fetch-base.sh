#!/bin/sh
# Downloads the newest base backup that ended before the moment to go back to, or just the newest.
set -eu

if [ -e "$PGDATA" ]; then
  echo 'there is a database already; nothing is restored over it'
  exit 0
fi

now=$(date -u +%Y%m%d%H%M%S)
target=$now
if [ -n "$TARGET" ]; then target=$(date -u -d "$TARGET" +%Y%m%d%H%M%S); fi
if [ "$target" -gt "$now" ]; then
  echo "$TARGET lies in the future" >&2
  exit 1
fi

aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$SOURCE/base/" --output text \
  --query "Contents[?ends_with(Key, '/backup_manifest')].[Key]" >/tmp/bases
base=
oldest=
while read -r key; do
  if [ "$key" = None ]; then continue; fi
  key=${key%/backup_manifest}
  if [ -z "$oldest" ]; then oldest=${key##*/}; fi
  if [ "$(echo "${key##*-}" | tr -dc 0-9)" -le "$target" ]; then base=$key; fi
done </tmp/bases
if [ -z "$base" ]; then
  echo "$SOURCE has no base backup that ended before ${TARGET:-now}; the oldest is ${oldest:-none}" >&2
  exit 1
fi

echo "restoring $base"
for file in base.tar.gz backup_manifest; do
  aws s3 cp --only-show-errors "s3://$BUCKET/$base/$file" "$RESTORE/$file"
done
