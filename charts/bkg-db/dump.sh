#!/bin/sh
# Writes a compressed dump of the database, named after it and the time.
set -eu

pg_dump --format=custom --file="/backup/$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ).dump"
