#!/bin/sh
# Makes the buckets of the cluster's own S3 server and says which identity may do what in them.
set -eu

tries=60
until aws s3api list-buckets --output text >/dev/null; do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo "no answer from $AWS_ENDPOINT_URL; see the last message above" >&2
    exit 1
  fi
  sleep 5
done

# Makes bucket $1, with the options that follow, unless it exists.
create() {
  bucket=$1
  shift
  aws s3api head-bucket --bucket "$bucket" >/dev/null 2>&1 ||
    aws s3api create-bucket --bucket "$bucket" "$@" >/dev/null
}

# Lets identity $2 do the actions $3 in bucket $1, and nobody else anything but its owner.
allow() {
  aws s3api put-bucket-policy --bucket "$1" --policy "{\"Version\": \"2012-10-17\", \"Statement\": [{
    \"Effect\": \"Allow\", \"Principal\": {\"AWS\": [\"$2\"]}, \"Action\": [$3],
    \"Resource\": [\"arn:aws:s3:::$1\", \"arn:aws:s3:::$1/*\"]}]}"
}

# Object lock brings versions with it.
create "$AUDIT_BUCKET" --object-lock-enabled-for-bucket
create "$MODELS_BUCKET"
create "$BACKUPS_BUCKET"

aws s3api put-object-lock-configuration --bucket "$AUDIT_BUCKET" --object-lock-configuration \
  "ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=$RETENTION_MODE,Days=$RETENTION_DAYS}}"
allow "$AUDIT_BUCKET" "$AUDIT_ACCESS_KEY_ID" "$AUDIT_ACTIONS"
allow "$BACKUPS_BUCKET" "$BACKUPS_ACCESS_KEY_ID" "$BACKUPS_ACTIONS"
