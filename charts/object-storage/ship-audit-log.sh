#!/bin/sh
# Moves the audit log from the node to a bucket that lets nobody delete it. The server opens the log anew for every
# line, so renaming it needs no restart. A file is removed here only when its copy is known to be whole and locked.
set -eu

cd "$LOG_FOLDER"

if [ -s audit.jsonl ]; then
  mv audit.jsonl "audit-$(date -u +%Y%m%dT%H%M%SZ).jsonl"
  # A line that was being written goes into the renamed file; let it arrive.
  sleep 5
fi

# Uploads file $1 and succeeds only when the bucket has all of it, locked.
ship() {
  keep_until=$(date -u -d "+$RETENTION_DAYS days" +%Y-%m-%dT%H:%M:%SZ)
  # The client computes the checksum from the file, and the bucket refuses content that does not match it.
  sent=$(aws s3api put-object --bucket "$BUCKET" --key "$1" --body "$1" --content-type application/x-ndjson \
    --checksum-algorithm SHA256 --object-lock-mode "$RETENTION_MODE" --object-lock-retain-until-date "$keep_until" \
    --query '[VersionId, ChecksumSHA256]' --output text) || return 1
  stored=$(aws s3api head-object --bucket "$BUCKET" --key "$1" --version-id "${sent%%[[:space:]]*}" \
    --checksum-mode ENABLED --query '[VersionId, ChecksumSHA256, ContentLength, ObjectLockMode]' --output text) || return 1
  size=$(($(wc -c <"$1")))
  [ "$stored" = "$(printf '%s\t%s\t%s' "$sent" "$size" "$RETENTION_MODE")" ]
}

failed=0
for file in audit-*.jsonl; do
  [ -e "$file" ] || continue
  if ship "$file"; then
    rm "$file"
    echo "shipped $file"
  else
    echo "$file stays here: its copy in $BUCKET is missing, incomplete or not locked" >&2
    failed=1
  fi
done
exit "$failed"
