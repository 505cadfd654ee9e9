#!/bin/sh
# Asks the deployed platform whether it works. Every question runs; the first failed one decides the exit code.
#
# API               base address of the daemon
# BKG_API_KEY_FILE  file with an admin key
set -u

failed=0

# ask NAME EXPECTED-STATUS CURL-ARGUMENTS…: the body ends in /tmp/body.
ask() {
  name=$1
  expected=$2
  shift 2
  status=$(curl --silent --show-error --max-time 20 --output /tmp/body --write-out '%{http_code}' "$@") || status=000
  if [ "$status" = "$expected" ]; then
    echo "ok      $name"
  else
    echo "failed  $name: expected status $expected, got $status"
    failed=1
  fi
}

tries=30
until curl --silent --output /dev/null --max-time 5 "$API/healthz"; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || break
  sleep 2
done

# The key goes to curl through a file too, so that it shows up in no process list.
umask 077
printf 'header = "Authorization: Bearer %s"\n' "$(cat "$BKG_API_KEY_FILE")" >/tmp/authorization

ask 'liveness' 200 "$API/healthz"
ask 'metrics' 200 "$API/metrics"
if ! grep -q '^bkg_cave_daemon_up' /tmp/body; then
  echo 'failed  metrics: bkg_cave_daemon_up is missing'
  failed=1
fi
ask 'a call without a key is refused' 401 "$API/api/v1/sandboxes?namespace=post-deploy-check"
ask 'a call with a wrong key is refused' 401 --header 'Authorization: Bearer wrong' "$API/api/v1/sandboxes?namespace=post-deploy-check"
ask 'a call with the admin key works' 200 --config /tmp/authorization "$API/api/v1/sandboxes?namespace=post-deploy-check"

exit "$failed"
