#!/bin/sh
# Takes the snapshot to the bucket of another account, which lets nobody remove it before its time, and succeeds only
# when the bucket has all of it, locked.
set -eu

keep_until=$(date -u -d "+$RETENTION_DAYS days" +%Y-%m-%dT%H:%M:%SZ)
for file in "$SNAPSHOTS"/*.snap; do
  key=secret-store/${file##*/}
  # The client computes the checksum from the file, and the bucket refuses content that does not match it.
  sent=$(aws s3api put-object --bucket "$BUCKET" --key "$key" --body "$file" --checksum-algorithm SHA256 \
    --server-side-encryption AES256 --object-lock-mode COMPLIANCE --object-lock-retain-until-date "$keep_until" \
    --query '[VersionId, ChecksumSHA256]' --output text)
  stored=$(aws s3api head-object --bucket "$BUCKET" --key "$key" --version-id "${sent%%[[:space:]]*}" \
    --checksum-mode ENABLED --query '[VersionId, ChecksumSHA256, ContentLength, ObjectLockMode]' --output text)
  if [ "$stored" != "$(printf '%s\t%s\tCOMPLIANCE' "$sent" "$(($(wc -c <"$file")))")" ]; then
    echo "the copy of $key in $BUCKET is incomplete or not locked" >&2
    exit 1
  fi
  echo "stored $key until $keep_until"
done
