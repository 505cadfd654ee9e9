create table model_registry (
  id uuid primary key,
  name text not null,
  provider text not null,
  version text not null,
  source_uri text not null,
  tags jsonb not null default '[]',
  stage text not null,
  created_at timestamptz not null default now(),
  unique (name, provider, version)
);

create table model_download_jobs (
  id uuid primary key,
  model_id uuid not null references model_registry on delete cascade,
  created_at timestamptz not null default now()
);
