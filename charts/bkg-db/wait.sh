#!/bin/sh
# Waits until the role of DATABASE_URL can log in, but no longer than the seconds of the first argument. An open port is
# not enough: passwords are set some time after the server answers. A setting that travels with the connection tells a
# direct one from a transaction pooler's, where session locks would be held by whoever comes next.
set -eu

tries=$(($1 / 5))
until answer=$(PGOPTIONS='-c search_path=pg_catalog -c bkg.direct=yes' psql "$DATABASE_URL" --no-psqlrc --quiet \
  --tuples-only --no-align --command "select current_setting('bkg.direct', true)"); do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo 'the database refuses this role; see the last message of psql above' >&2
    exit 1
  fi
  sleep 5
done
if [ "$answer" != yes ]; then
  echo 'this is a connection pooler; migrations need the address of the server itself' >&2
  exit 1
fi
