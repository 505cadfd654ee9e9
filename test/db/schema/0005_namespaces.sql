create table namespaces (
  id uuid primary key,
  code text not null unique,
  display_name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on namespaces (code);
