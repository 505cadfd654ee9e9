create table api_keys (
  id uuid primary key,
  token_hash text not null unique,
  token_prefix text not null,
  scope_type text not null,
  scope_namespace text,
  rate_limit integer not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked boolean not null default false
);
create index on api_keys (token_hash);
create index on api_keys (scope_namespace);
