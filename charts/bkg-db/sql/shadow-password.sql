-- As passwords.sql, and in the transaction in which that file has kept the server's log quiet.
\getenv shadow SHADOW_PASSWORD
set search_path = pg_catalog;
alter role bkg_shadow password :'shadow';
