alter table api_keys add column rotated_from uuid references api_keys, add column rotated_at timestamptz;

create table key_rotation_events (
  id bigserial primary key,
  new_key_id uuid not null references api_keys,
  previous_key_id uuid not null references api_keys,
  payload jsonb not null,
  signature text not null,
  delivered boolean not null default false,
  created_at timestamptz not null default now()
);
create index on key_rotation_events (new_key_id);
create index on key_rotation_events (created_at);
