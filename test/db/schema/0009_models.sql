create table model_registry (
  id uuid primary key,
  name text not null,
  provider text not null,
  version text not null,
  format text not null,
  source_uri text not null,
  stage text not null,
  size_bytes bigint,
  checksum_sha256 text,
  error_message text,
  last_synced_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  tags jsonb not null default '[]',
  unique (name, provider, version)
);

create table model_download_jobs (
  id uuid primary key,
  model_id uuid not null references model_registry on delete cascade,
  stage text not null,
  progress double precision not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  error_message text
);
create index on model_download_jobs (model_id);
