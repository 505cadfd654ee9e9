create table rls_policies (
  id uuid primary key,
  table_name text not null,
  policy_name text not null,
  expression jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (table_name, policy_name)
);
create index on rls_policies (table_name);
