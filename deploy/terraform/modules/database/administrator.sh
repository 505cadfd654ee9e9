#!/bin/sh
# What the administrator of the server does before the first migration, and again when roles.sql has changed or a password
# was replaced in the store: makes the roles, and gives each that logs in its password. A second run changes nothing.
#
#   PGHOST=… PGDATABASE=… PGUSER=… PGPASSWORD=… administrator.sh ROLES_SQL PASSWORDS
#
# ROLES_SQL is charts/bkg-db/sql/roles.sql; PASSWORDS a folder with one file per role, named after it, as the store has it.
set -eu

[ $# -eq 2 ] || {
  echo 'usage: administrator.sh ROLES_SQL PASSWORDS' >&2
  exit 2
}
roles=$1 passwords=$2
export PGSSLMODE="${PGSSLMODE:-require}"

run() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"
}

# As one, so that a run that is cut off leaves nothing half made.
run --single-transaction --file="$roles" >/dev/null

# All at once: whoever has to fetch one fetches all.
missing=0
names=$(run --command="select rolname from pg_roles where rolname like 'bkg\_%' and rolcanlogin and rolname <> current_user order by 1")
for name in $names; do
  [ -s "$passwords/$name" ] || {
    echo "$passwords/$name is missing: the password of $name, from the secret store" >&2
    missing=1
  }
done
[ "$missing" -eq 0 ] || exit 1

for name in $names; do
  # Each new text of one password is another entry in the catalogue, so one that works already stays.
  if PGUSER=$name PGPASSWORD=$(cat "$passwords/$name") run --command='select 1' >/dev/null 2>&1; then continue; fi
  # Never in an argument, where others on this machine could see it. The server must not log statements (the module sees to it).
  FILE="$passwords/$name" run --set=name="$name" --file=- <<'END'
\set password `cat "$FILE"`
alter role :"name" password :'password';
END
  echo "$name has its password"
done
