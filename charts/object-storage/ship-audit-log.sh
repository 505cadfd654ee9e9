#!/bin/sh
# Moves the audit log from the node to a bucket that lets nobody delete it. The server opens the log anew for every
# line, so renaming it needs no restart. A file is removed here only when its copy is known to be whole and locked.
# Lines know nothing of each other, so each file gets a manifest that names the one before: a file that is missing
# shows in the next one, and the last one in what stays on the volume.
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

# The file that was shipped last, if any.
last_file() {
  [ -e last.manifest ] || return 0
  IFS= read -r manifest <last.manifest
  manifest=${manifest#*'"file":"'}
  echo "${manifest%%'"'*}"
}

# The hash of file $1.
sha256_of() {
  set -- "$(sha256sum <"$1")"
  echo "${1%% *}"
}

# Writes the manifest of file $1. It holds no time, so that a second try writes the same.
describe() {
  after=none
  previous=none
  if [ -e last.manifest ]; then
    after=$(last_file)
    previous=$(sha256_of last.manifest)
  fi
  printf '{"file":"%s","lines":%d,"sha256":"%s","after":"%s","previous":"%s"}\n' \
    "$1" "$(wc -l <"$1")" "$(sha256_of "$1")" "$after" "$previous" >"$1.manifest"
}

for file in audit-*.jsonl; do
  [ -e "$file" ] || continue
  if [ "$file" != "$(last_file)" ]; then
    describe "$file"
    if ! { ship "$file" && ship "$file.manifest"; }; then
      # The files after it wait, so that the manifests stay in the order of time.
      echo "$file stays here: its copy in $BUCKET is missing, incomplete or not locked" >&2
      exit 1
    fi
    mv "$file.manifest" last.manifest
  fi
  # A run that ended before this one left it behind.
  rm "$file"
  echo "shipped $file"
done
