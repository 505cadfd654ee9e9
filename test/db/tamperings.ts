/** Something that somebody changes behind the back of policies.sql, and what the census says about it. */
export interface Tampering {
  readonly name: string;
  readonly script: string;
  readonly problem: string;
  /** What takes it back where a roll-out does not, for the tests that follow. */
  readonly undo?: string;
  /** What the roll-out says until then. @default problem */
  readonly refusal?: string;
}

/** Each is done by a superuser; the census has to name every one. */
export const tamperings: readonly Tampering[] = [
  {
    name: 'row security switched off',
    script: 'alter table sandboxes disable row level security',
    problem: 'sandboxes has no forced row security',
  },
  {
    name: 'row security that spares the owner',
    script: 'alter table audit_events no force row level security',
    problem: 'audit_events has no forced row security',
  },
  {
    name: 'a table without policies',
    script: `do $$ declare p record; begin
      for p in select policyname from pg_policies where tablename = 'namespaces' loop
        execute format('drop policy %I on namespaces', p.policyname);
      end loop; end $$`,
    problem: 'namespaces has no policy',
  },
  {
    name: 'a policy removed',
    script: 'drop policy own_namespace on sandboxes',
    problem: 'policy own_namespace of sandboxes was changed, added or removed since',
  },
  {
    name: 'a policy changed',
    script: "alter policy own_namespace on api_keys using (scope_namespace like '%')",
    problem: 'policy own_namespace of api_keys was changed, added or removed since',
  },
  {
    name: 'a policy for everybody',
    script: 'create policy open on sandboxes for select using (true)',
    problem: 'policy open of sandboxes shows every row to public',
  },
  {
    name: 'a grant',
    script: 'grant insert on sandboxes to bkg_reporting',
    problem: 'sandboxes grants INSERT to bkg_reporting',
  },
  {
    name: 'a grant of one column',
    script: 'grant update (token_hash) on api_keys to bkg_exporter',
    problem: 'api_keys (token_hash) grants UPDATE to bkg_exporter',
  },
  {
    name: 'a grant to all',
    script: 'grant select on sandboxes to public',
    problem: 'sandboxes grants SELECT to public',
  },
  {
    name: 'history that can be changed',
    script: 'grant update on audit_events to bkg_service',
    problem: 'audit_events can be changed by bkg_service',
  },
  {
    name: 'history without its trigger',
    script: 'alter table audit_events disable trigger append_only',
    problem: 'audit_events has lost the trigger that keeps it append-only',
  },
  {
    name: 'a role of ours that bypasses',
    script: 'alter role bkg_reporting bypassrls',
    problem: 'role bkg_reporting can go around row security',
    undo: 'alter role bkg_reporting nobypassrls',
  },
  {
    name: 'somebody else who bypasses',
    script: 'create role analyst login bypassrls; grant connect on database census to analyst',
    problem: 'role analyst can go around row security',
    undo: 'drop owned by analyst; drop role analyst',
  },
  {
    name: 'a role that got the rights of the daemon',
    script: 'grant bkg_service to bkg_reporting',
    problem: 'role bkg_reporting is a member of bkg_service',
    undo: 'revoke bkg_service from bkg_reporting',
  },
  {
    name: 'a stranger with the rights of the owner',
    script: 'create role stranger login; grant bkg_owner to stranger',
    problem: 'role stranger is a member of bkg_owner',
    undo: 'drop role stranger',
  },
  {
    name: 'an owner who logs in',
    script: 'alter role bkg_owner login',
    problem: 'role bkg_owner can log in',
    undo: 'alter role bkg_owner nologin',
  },
  {
    name: 'an unknown table',
    script: 'create table tenants (id int); alter table tenants owner to bkg_owner',
    problem: 'public.tenants is not in policies.sql; add a line for it',
    undo: 'drop table tenants',
  },
  {
    name: 'a table of another schema',
    script: 'create schema side; create table side.copy as table sandboxes',
    problem: 'side.copy is not in policies.sql; add a line for it',
    undo: 'drop schema side cascade',
  },
  {
    name: 'a view that asks with the rights of its owner',
    script: 'create view bkg.all_sandboxes as table sandboxes; alter view bkg.all_sandboxes owner to bkg_owner',
    problem: 'view bkg.all_sandboxes shows rows with the rights of its owner; it needs security_invoker',
    undo: 'drop view bkg.all_sandboxes',
  },
  {
    name: 'our view without its guard',
    script: 'alter view bkg.sandbox_usage reset (security_invoker)',
    problem: 'view bkg.sandbox_usage shows rows with the rights of its owner; it needs security_invoker',
  },
  {
    name: 'another owner',
    script: 'alter table rls_policies owner to postgres',
    problem: 'rls_policies belongs to postgres; a superuser has to give it to bkg_owner',
    undo: 'alter table rls_policies owner to bkg_owner',
    refusal: 'must be owner of relation rls_policies',
  },
  {
    name: 'a function with the rights of its owner',
    script:
      "create function everything() returns bigint security definer language sql as 'select count(*) from sandboxes'; alter function everything() owner to bkg_owner",
    problem: 'function everything() runs with the rights of bkg_owner',
    undo: 'drop function everything()',
  },
  {
    name: 'a function that the daemon left',
    script:
      "create function lower(jsonb) returns text language sql as 'select null::text'; alter function lower(jsonb) owner to bkg_service",
    problem: "function lower(jsonb) belongs to bkg_service; the owner's statements could call it",
    undo: 'drop function lower(jsonb)',
  },
];
