#!/bin/sh
# Gives the roles of roles.sql their passwords. psql reads them from the environment and quotes them itself.
set -eu

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv migrator MIGRATOR_PASSWORD
\getenv service SERVICE_PASSWORD
\getenv reporting REPORTING_PASSWORD
\getenv exporter EXPORTER_PASSWORD
alter role bkg_migrator password :'migrator';
alter role bkg_service password :'service';
alter role bkg_reporting password :'reporting';
alter role bkg_exporter password :'exporter';
SQL
