-- Removes what shadow-role.sql has made, once no colour of the daemon has a shadow; may be run again, and where that
-- file never was. The views go with the next run of the policies.
set search_path = pg_catalog;
set client_min_messages = warning;

do $$
begin
  if not exists (select from pg_roles where rolname = 'bkg_shadow') then
    return;
  end if;
  -- Only a member may take away what a role has been given; making it a member takes CREATEROLE.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant bkg_shadow to %I', current_user);
  end if;
  drop owned by bkg_shadow;
  drop role bkg_shadow;
end $$;
