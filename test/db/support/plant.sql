-- Run as the attacker. A signature that exists already, or that Postgres does not take, is skipped.
set search_path = pg_catalog;
do $plant$
declare
  f record;
  signature text;
  result text;
  symbol text;
  types text[] := array['text', 'name', 'integer', 'bigint', 'oid', 'regclass'];
begin
  for f in
    select distinct p.proname, s.signature
    from pg_catalog.pg_proc p cross join lateral (
      -- As Postgres has it, with something definite instead of anything.
      select replace(replace(replace(replace(replace(pg_catalog.pg_get_function_identity_arguments(p.oid),
        'VARIADIC ', ''), '"any"', t), 'anyelement', t), 'anyarray', t || '[]'), 'anycompatiblearray', t || '[]') as signature
      from unnest(types) t
      union select t from unnest(types) t where p.pronargs = 1 or p.provariadic <> 0
      union select t || ', ' || u from unnest(types) t, unnest(types) u where p.pronargs = 2 or p.provariadic <> 0
      union select t || ', ' || u || ', ' || v from unnest(types[1:3]) t, unnest(types[1:3]) u, unnest(types[1:3]) v
      where p.pronargs = 3 or p.provariadic <> 0
      union select 'text, text, text, text' where p.pronargs = 4 or p.provariadic <> 0
    ) s
    where p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace and p.proname in (:words)
  loop
    begin
      execute pg_catalog.format(
        'create function :schema.%I(%s) returns text language plpgsql as %L', f.proname, f.signature,
        pg_catalog.format('begin raise exception %L, current_user; end', 'PLANTED ' || f.proname || ' ran as %'));
    exception when others then null;
    end;
  end loop;

  types := array['text', 'name', 'integer', 'bigint', 'oid', '"char"', 'boolean', 'timestamptz', 'interval', 'regclass',
    'regnamespace', 'text[]', 'name[]', 'oid[]', 'smallint', 'uuid', 'jsonb'];
  for f in select t, u from unnest(types) t, unnest(types) u loop
    signature := f.t || ', ' || f.u;
    begin
      execute pg_catalog.format('create function :schema.planted_operator(%s) returns boolean language plpgsql as %L', signature,
        pg_catalog.format('begin raise exception %L, current_user; end', 'PLANTED operator (' || signature || ') ran as %'));
    exception when others then null;
    end;
    for symbol in select distinct oprname from pg_catalog.pg_operator where oprname in (:symbols, '=', '<>', '~~', '!~~', '>=', '<=') loop
      begin
        execute pg_catalog.format('create operator :schema.%s (leftarg = %s, rightarg = %s, function = :schema.planted_operator)', symbol, f.t, f.u);
      exception when others then null;
      end;
    end loop;
  end loop;
end $plant$;
