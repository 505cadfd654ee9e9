insert into api_keys (id, token_hash, token_prefix, scope_type, scope_namespace, rate_limit, created_at) values
  ('33333333-3333-3333-3333-333333333333', repeat('3', 64), 'adm-seed', 'admin', null, 1000, now()),
  ('44444444-4444-4444-4444-444444444444', repeat('4', 64), 'ns-alpha', 'namespace', 'namespace:alpha', 200, now()),
  ('55555555-5555-5555-5555-555555555555', repeat('5', 64), 'ns-beta', 'namespace', 'namespace:beta', 200, now())
on conflict do nothing;
