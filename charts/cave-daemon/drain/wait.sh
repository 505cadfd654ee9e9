#!/bin/sh
# Waits until no sandbox runs, or until it has waited long enough: either way the daemon may be replaced then. The database is
# asked and not the daemon, whose API lists the sandboxes of one namespace and tells nobody which namespaces there are.
#
# DATABASE_URL    as whom to ask
# QUESTION        SQL file that counts the sandboxes that run
# WAIT_SECONDS    how long to wait at most
# SETTLE_SECONDS  how long gateways may take until they refuse new ones
# PAUSE_SECONDS   between two questions
set -u
: "${SETTLE_SECONDS:=30}" "${PAUSE_SECONDS:=10}"

# The shell hears no signal while it waits for a program in front.
pause() {
  sleep "$1" &
  wait "$!"
}
trap 'kill "$!" 2>/dev/null; exit 1' INT TERM

ends=$(($(date +%s) + WAIT_SECONDS))
pause "$SETTLE_SECONDS"
while :; do
  running=$(PGOPTIONS='-c search_path=pg_catalog -c statement_timeout=20s' psql "$DATABASE_URL" --no-psqlrc --quiet \
    --tuples-only --no-align --set=ON_ERROR_STOP=1 --file="$QUESTION") || running='nobody knows how many'
  if [ "$running" = 0 ]; then
    echo 'no sandbox runs'
    exit 0
  fi
  left=$((ends - $(date +%s)))
  [ "$left" -gt 0 ] || break
  echo "$running run, waiting $left s more at most"
  pause "$PAUSE_SECONDS"
done
echo "$running still run after $WAIT_SECONDS s, and end now"
