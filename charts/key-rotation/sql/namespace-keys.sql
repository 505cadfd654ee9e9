-- No key of a namespace lives longer than the platform allows, whoever issued it; `days` says how long that is. The
-- keys that migrations insert for development never end, and stay only where an environment keeps them.
set search_path = pg_catalog;
update public.api_keys
set expires_at = created_at + make_interval(days => :'days'::int)
where scope_type = 'namespace' and not revoked
  and token_prefix not in ('ns-alpha', 'ns-beta')
  and (expires_at is null or expires_at > created_at + make_interval(days => :'days'::int));
