alter table api_keys add column rotated_from uuid, add column rotated_at timestamptz;

create table key_rotation_events (
  id uuid primary key,
  new_key_id uuid not null references api_keys on delete cascade,
  previous_key_id uuid not null references api_keys on delete cascade,
  rotated_at timestamptz not null,
  payload jsonb not null,
  signature text not null,
  created_at timestamptz not null,
  delivered boolean not null default false
);
create index on key_rotation_events (new_key_id);
create index on key_rotation_events (created_at);
