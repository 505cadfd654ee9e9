create table audit_events (
  id uuid primary key,
  namespace text,
  actor text,
  event_type text not null,
  recorded_at timestamptz not null,
  payload jsonb not null,
  signature_valid boolean
);
create index on audit_events (recorded_at desc);
create index on audit_events (namespace);
create index on audit_events (event_type);
