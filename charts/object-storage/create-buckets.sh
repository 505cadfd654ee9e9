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

# Lets identities do actions in bucket $1, given in pairs after it, and nobody else anything but its owner.
allow() {
  bucket=$1
  statements=
  shift
  while [ $# -gt 0 ]; do
    statements="$statements${statements:+, }{
      \"Effect\": \"Allow\", \"Principal\": {\"AWS\": [\"$1\"]}, \"Action\": [$2],
      \"Resource\": [\"arn:aws:s3:::$bucket\", \"arn:aws:s3:::$bucket/*\"]}"
    shift 2
  done
  aws s3api put-bucket-policy --bucket "$bucket" \
    --policy "{\"Version\": \"2012-10-17\", \"Statement\": [$statements]}"
}

# Object lock brings versions with it.
create "$AUDIT_BUCKET" --object-lock-enabled-for-bucket
create "$MODELS_BUCKET"
create "$BACKUPS_BUCKET"

aws s3api put-object-lock-configuration --bucket "$AUDIT_BUCKET" --object-lock-configuration \
  "ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=$RETENTION_MODE,Days=$RETENTION_DAYS}}"
allow "$AUDIT_BUCKET" "$AUDIT_ACCESS_KEY_ID" "$AUDIT_ACTIONS" \
  ${VERIFIER_ACCESS_KEY_ID:+"$VERIFIER_ACCESS_KEY_ID" "$VERIFIER_ACTIONS"}
allow "$BACKUPS_BUCKET" "$BACKUPS_ACCESS_KEY_ID" "$BACKUPS_ACTIONS"
