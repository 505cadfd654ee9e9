-- Gives the roles the passwords of the secret store. psql reads them from the environment and quotes them itself.
\getenv migrator MIGRATOR_PASSWORD
\getenv service SERVICE_PASSWORD
\getenv reporting REPORTING_PASSWORD
\getenv exporter EXPORTER_PASSWORD
\getenv auditor AUDITOR_PASSWORD
\getenv backup BACKUP_PASSWORD
set search_path = pg_catalog;
-- Not even a failing statement may put a password into the server's log.
set local log_min_error_statement = 'panic';
set local log_statement = 'none';
alter role bkg_migrator password :'migrator';
alter role bkg_service password :'service';
alter role bkg_reporting password :'reporting';
alter role bkg_exporter password :'exporter';
alter role bkg_auditor password :'auditor';
alter role bkg_backup password :'backup';
