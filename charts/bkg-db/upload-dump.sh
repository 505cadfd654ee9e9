#!/bin/sh
# Uploads the dump and then removes those that are older than the retention. The names carry their time, so their
# order as text is their order in time.
set -eu

for dump in /backup/*.dump; do
  aws s3 cp --only-show-errors "$dump" "s3://$BUCKET/postgres/${dump##*/}"
  echo "uploaded ${dump##*/}"
done

series=postgres/$PGDATABASE-
oldest=$series$(date -u -d "-$RETENTION_DAYS days" +%Y%m%dT%H%M%SZ)
aws s3api list-objects-v2 --bucket "$BUCKET" --prefix "$series" --output text \
  --query "Contents[?Key < '$oldest'].[Key]" |
  while read -r key; do
    [ "$key" = None ] || aws s3 rm --only-show-errors "s3://$BUCKET/$key"
  done
