-- Fails while the admin key in the secret store is revoked, or ends within `warning` days: that is what the alert sees.
\getenv hash ADMIN_KEY_SHA256
set search_path = pg_catalog;
select count(*) filter (where not revoked) > 0 as valid,
  count(*) filter (where expires_at > now() + make_interval(days => :'warning'::int)) > 0 as fresh,
  max(expires_at)::date as ends
from public.api_keys where token_hash = :'hash' and scope_type = 'admin' \gset
\if :valid
  \if :fresh
    \echo the admin key in the secret store is valid until :ends
  \else
    \warn the admin key in the secret store ends on :ends; put a new one there
    do $$ begin raise exception 'the rotation of the admin key is overdue'; end $$;
  \endif
\else
  do $$ begin raise exception 'the database refuses the admin key of the secret store; put a new one there'; end $$;
\endif
