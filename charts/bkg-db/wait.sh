#!/bin/sh
# Waits until the role of DATABASE_URL can log in. An open port is not enough: the operator sets the roles' passwords
# some time after the server answers.
set -eu

tries=60
until psql "$DATABASE_URL" --no-psqlrc --quiet --command 'select 1' >/dev/null; do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo 'the database refuses this role; see the last message of psql above' >&2
    exit 1
  fi
  sleep 5
done
