#!/bin/sh
# Starts a throw-away server on a restored base backup, replays the whole archive and reads every row. Nothing but this
# pod can reach the server.
set -eu

began=$(date +%s)
trap 'pg_ctl --pgdata="$PGDATA" --mode=immediate stop >/dev/null 2>&1 || true; : >"$SPOOL/done"' EXIT

echo 'local all all trust' >"$SPOOL/pg_hba.conf"
# A configuration of its own: the server's names files that are not here. Without hot standby it answers only when
# everything is replayed.
cat >"$SPOOL/drill.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$SPOOL'
hba_file = '$SPOOL/pg_hba.conf'
hot_standby = off
archive_mode = off
restore_command = '$RESTORE_COMMAND'
recovery_target_action = 'promote'
CONF
pg_ctl --pgdata="$PGDATA" --options="-c config_file=$SPOOL/drill.conf" --no-wait start

# The eighth line of its lock file is its state. It ends by itself when the archive cannot be read to its end.
until sed -n 8p "$PGDATA/postmaster.pid" 2>/dev/null | grep -q ready; do
  sleep 1
  if ! pg_ctl --pgdata="$PGDATA" status >/dev/null; then
    echo 'the server gave up; its log above says why' >&2
    exit 1
  fi
done

export PGHOST="$SPOOL" PGUSER=postgres PGOPTIONS='-c search_path=pg_catalog'
tables=$(psql --no-psqlrc --tuples-only --no-align --set=ON_ERROR_STOP=1 \
  --command "select count(*) from pg_tables where schemaname = 'public'")
if [ "$tables" -eq 0 ]; then
  echo 'the restored database has no table; the backup proves nothing' >&2
  exit 1
fi
pg_dump --format=custom >/dev/null
echo "replayed and read $tables tables in $(($(date +%s) - began)) seconds"
