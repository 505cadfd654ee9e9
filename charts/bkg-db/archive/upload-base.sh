#!/bin/sh
# Uploads a base backup, and then removes what no moment of the retention needs any more. The names carry their times,
# so their order as text is their order in time.
set -eu

for folder in "$BACKUP"/*-*; do
  base=$ARCHIVE/base/${folder##*/}
  aws s3 cp --only-show-errors "$folder/base.tar.gz" "s3://$BUCKET/$base/base.tar.gz"
  # The last one: a base backup without it is not complete and not used.
  aws s3 cp --only-show-errors "$folder/backup_manifest" "s3://$BUCKET/$base/backup_manifest"
  echo "uploaded $base"
done

# The newest base backup that ended before the retention begins; what is older is not needed.
limit=$(date -u -d "-$RETENTION_DAYS days" +%Y%m%d%H%M%S)
aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$ARCHIVE/base/" --output text \
  --query "Contents[?ends_with(Key, '/backup_manifest')].[Key]" >/tmp/bases
oldest=
while read -r key; do
  if [ "$key" = None ]; then continue; fi
  name=${key%/backup_manifest}
  name=${name##*/}
  if [ "$(echo "${name#*-}" | tr -dc 0-9)" -lt "$limit" ]; then oldest=$name; fi
done </tmp/bases
[ -n "$oldest" ] || exit 0

# WAL that was archived before that backup began; an hour allows for clocks that differ.
day=$(echo "$oldest" | cut -c 1-8)
time=$(echo "$oldest" | cut -c 10-11):$(echo "$oldest" | cut -c 12-13):$(echo "$oldest" | cut -c 14-15)
since=$(date -u -d "$day $time UTC -1 hour" +%Y-%m-%dT%H:%M:%S)
{
  aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$ARCHIVE/base/" --output text \
    --query "Contents[?Key < '$ARCHIVE/base/$oldest'].[Key]"
  aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$ARCHIVE/wal/" --output text \
    --query "Contents[?LastModified < '$since' && !ends_with(Key, '.history.gz')].[Key]"
} >/tmp/unneeded
while read -r key; do
  if [ "$key" != None ]; then aws s3 rm --only-show-errors "s3://$BUCKET/$key"; fi
done </tmp/unneeded
