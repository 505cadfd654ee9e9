-- The migrations insert development data, among it an admin key that never expires and whose hash is public. Revoking
-- is not enough: while one of them is there nobody can issue a first key. Deleted rows never come back.
delete from api_keys where token_prefix in ('adm-seed', 'ns-alpha', 'ns-beta');
delete from namespaces where code in ('namespace:alpha', 'namespace:beta');
delete from rls_policies where id::text like '66666666-%';

do $$
declare
  left_over text;
begin
  select string_agg(token_prefix, ', ') into left_over
  from api_keys where token_prefix like 'adm-seed%' or token_prefix like 'ns-alpha%' or token_prefix like 'ns-beta%';
  if left_over is not null then
    raise exception 'development keys are still in api_keys: %', left_over;
  end if;
end $$;
