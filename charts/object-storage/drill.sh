#!/bin/sh
# Proves with an object of its own that what is overwritten or deleted in a bucket can be brought back, and that the
# bucket holds on to it as long as it has to. What is left are a few bytes, for as long as the bucket keeps anything.
set -eu

began=$(date +%s)
key=recovery-drill/$(date -u +%Y%m%dT%H%M%SZ)
cd /tmp
printf 'right %s\n' "$key" >right
printf 'wrong %s\n' "$key" >wrong

fail() {
  echo "$1" >&2
  exit 1
}
bucket() { # CALL OPTION…: about the object
  call=$1
  shift
  aws s3api "$call" --bucket "$BUCKET" --key "$key" "$@" --output text
}

# Whether version $1 is kept as the bucket has to; a day's grace, as a day begins anywhere.
locked() {
  # The two, and nothing else, on one line.
  # shellcheck disable=SC2046 # the words of the line
  set -- $(bucket get-object-retention --version-id "$1" --query 'Retention.[Mode, RetainUntilDate]')
  [ "${1:-}" = "$RETENTION_MODE" ] || fail "$key is kept in mode ${1:-none}, it has to be $RETENTION_MODE"
  until=$(date -u -d "$2" +%s)
  [ "$until" -ge $((began + (RETENTION_DAYS - 1) * 86400)) ] || fail "$key is kept until $2 only"
}

version=$(bucket put-object --body right --checksum-algorithm SHA256 --query VersionId)
locked "$version"
bucket put-object-legal-hold --version-id "$version" --legal-hold Status=ON >/dev/null
held=$(bucket get-object-legal-hold --version-id "$version" --query LegalHold.Status)
[ "$held" = ON ] || fail "a legal hold of $key is $held"
bucket put-object-legal-hold --version-id "$version" --legal-hold Status=OFF >/dev/null

bucket put-object --body wrong --checksum-algorithm SHA256 --query VersionId >/dev/null
bucket delete-object --query DeleteMarker >/dev/null
if bucket head-object >/dev/null 2>&1; then fail "$key is there after it was deleted"; fi

# As people do it: the version that was right becomes the newest.
bucket get-object --version-id "$version" found >/dev/null
back=$(bucket put-object --body found --checksum-algorithm SHA256 --query VersionId)
bucket get-object again >/dev/null
[ "$(cat again)" = "$(cat right)" ] || fail "$key came back with other content"
locked "$back"
echo "brought $key back in $(($(date +%s) - began)) seconds"
