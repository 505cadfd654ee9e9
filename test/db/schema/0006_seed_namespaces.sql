insert into namespaces (id, code, display_name) values
  ('11111111-1111-1111-1111-111111111111', 'namespace:alpha', 'Alpha'),
  ('22222222-2222-2222-2222-222222222222', 'namespace:beta', 'Beta')
on conflict do nothing;
