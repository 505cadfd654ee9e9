create table rls_policies (
  id uuid primary key,
  table_name text not null,
  policy_name text not null,
  expression jsonb not null,
  created_at timestamptz not null default now(),
  unique (table_name, policy_name)
);
