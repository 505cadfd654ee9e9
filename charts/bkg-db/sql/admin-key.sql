-- The first admin key, whose token is in the secret store. Without any row in api_keys the daemon lets the first caller
-- make himself admin, so the row has to be there before the API can be reached. A key that was revoked stays revoked.
\getenv hash ADMIN_KEY_SHA256
\getenv prefix ADMIN_KEY_PREFIX
set search_path = pg_catalog;
select :'hash'::text ~ '^[0-9a-f]{64}$' and length(:'prefix'::text) = 12 as valid \gset
\if :valid
insert into public.api_keys (id, token_hash, token_prefix, scope_type, rate_limit, created_at, expires_at, revoked)
values (gen_random_uuid(), :'hash', :'prefix', 'admin', 1000, now(), now() + interval '90 days', false)
on conflict (token_hash) do nothing;
\else
do $$
begin
  raise exception 'the admin key needs 64 hexadecimal digits as its hash and 12 characters as its prefix';
end $$;
\endif

do $$
begin
  if (
    select count(*) from public.api_keys
    where scope_type = 'admin' and not revoked and (expires_at is null or expires_at > now())
  ) = 0 then
    raise warning 'no admin key is valid: put a new token into the secret store and run this Job again';
  end if;
end $$;
