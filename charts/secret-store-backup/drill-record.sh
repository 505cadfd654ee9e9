#!/bin/sh
# Looks whether people have proven lately, and in time, that the store can be brought back from its copies. The proof
# itself needs what opens the store, which no machine of the platform may have; it leaves a record that is found here.
set -eu

# Keys end with when it was and how many seconds it took: secret-store-drill/20260131T120000Z-95
newest=$(aws s3api list-objects-v2 --bucket "$BUCKET" --prefix secret-store-drill/ --output text \
  --query 'Contents[-1].Key' | tail -n 1)
advice='docs/runbooks/secret-store-drill.sh says how'
case $newest in
  secret-store-drill/[0-9]*Z-[0-9]*) ;;
  *)
    echo "nobody has restored a copy of the secret store yet; $advice" >&2
    exit 1
    ;;
esac
name=${newest##*/}
day=$(echo "$name" | cut -c 1-8)
seconds=${name##*-}
if [ "$day" -lt "$(date -u -d "-$MAX_AGE_DAYS days" +%Y%m%d)" ]; then
  echo "the last drill was on $day, more than $MAX_AGE_DAYS days ago; $advice" >&2
  exit 1
fi
if [ "$seconds" -gt "$RTO_SECONDS" ]; then
  echo "the drill of $day took $seconds seconds, $RTO_SECONDS are allowed" >&2
  exit 1
fi
echo "the drill of $day took $seconds of $RTO_SECONDS seconds"
