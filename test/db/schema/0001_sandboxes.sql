create table sandboxes (
  id uuid primary key,
  namespace text not null,
  name text not null,
  runtime text not null,
  status text not null,
  cpu_limit_millis integer not null,
  memory_limit_bytes bigint not null,
  disk_limit_bytes bigint not null,
  timeout_seconds integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_started_at timestamptz,
  last_stopped_at timestamptz,
  unique (namespace, name)
);
create index on sandboxes (namespace);

create table sandbox_executions (
  id bigserial primary key,
  sandbox_id uuid not null references sandboxes on delete cascade,
  executed_at timestamptz not null,
  command text not null,
  args jsonb not null,
  exit_code integer,
  stdout text,
  stderr text,
  duration_ms bigint not null,
  timed_out boolean not null default false
);
create index on sandbox_executions (sandbox_id);
