create table sandboxes (
  id uuid primary key,
  namespace text not null,
  name text not null,
  runtime text not null,
  status text not null check (status in ('provisioned', 'preparing', 'starting', 'running', 'stopped', 'failed')),
  cpu_limit_millis integer not null,
  memory_limit_mib bigint not null,
  disk_limit_mib bigint not null,
  timeout_seconds integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (namespace, name)
);
create index on sandboxes (namespace);

create table sandbox_executions (
  id bigserial primary key,
  sandbox_id uuid not null references sandboxes on delete cascade,
  command text not null,
  args jsonb not null,
  exit_code integer,
  stdout text,
  stderr text,
  duration_ms bigint,
  timed_out boolean not null default false,
  executed_at timestamptz not null default now()
);
create index on sandbox_executions (sandbox_id);
