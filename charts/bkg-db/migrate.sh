#!/bin/sh
# Applies the migrations of this image and says which. sqlx-cli takes no lock, unlike the migrator inside the daemon,
# so a session of psql holds the daemon's own one meanwhile. It ends with this script, however that ends.
set -eu

rm -f /tmp/migrated
psql "$DATABASE_URL" --no-psqlrc --quiet --tuples-only --set=ON_ERROR_STOP=1 <<'SQL'
\echo waiting for the lock of the migrations
\i /sql/lock.sql
\echo have it
-- After a roll-back the schema is newer than the image; that is not an error.
\! sqlx migrate run --source /migrations --ignore-missing </dev/null && touch /tmp/migrated
\! sqlx migrate info --source /migrations </dev/null
SQL
test -e /tmp/migrated
