#!/bin/sh
# Looks whether the buckets are what the platform relies on. Each thing that is not is one sentence.
set -eu

problems=0
problem() {
  echo "$1" >&2
  problems=$((problems + 1))
}

for bucket in "$AUDIT_BUCKET" "$MODELS_BUCKET" "$BACKUPS_BUCKET"; do
  aws s3api head-bucket --bucket "$bucket" >/dev/null || problem "bucket $bucket is missing or may not be read"
done

versioning=$(aws s3api get-bucket-versioning --bucket "$AUDIT_BUCKET" --query Status --output text) || versioning=unknown
[ "$versioning" = Enabled ] || problem "versioning of bucket $AUDIT_BUCKET is $versioning, it has to be Enabled"

# Text output has one line: state, mode, days, years; what is not set reads None.
lock=$(aws s3api get-object-lock-configuration --bucket "$AUDIT_BUCKET" --output text --query \
  'ObjectLockConfiguration.[ObjectLockEnabled, Rule.DefaultRetention.Mode, Rule.DefaultRetention.Days, Rule.DefaultRetention.Years]') ||
  lock='unknown None None None'
# shellcheck disable=SC2086 # the words of the line
set -- $lock
case $4 in
  None) days=$3 ;;
  *) days=$(($4 * 365)) ;;
esac
if [ "$1" != Enabled ]; then
  problem "object lock of bucket $AUDIT_BUCKET is $1, it has to be Enabled"
elif [ "$2" != "$RETENTION_MODE" ] || [ "$days" = None ] || [ "$days" -lt "$RETENTION_DAYS" ]; then
  problem "bucket $AUDIT_BUCKET keeps objects for $days days in mode $2, it has to be $RETENTION_DAYS days in mode $RETENTION_MODE"
fi

[ "$problems" -eq 0 ] || exit 1
echo 'every bucket is as it should be'
