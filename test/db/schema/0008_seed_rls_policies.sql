insert into rls_policies (id, table_name, policy_name, expression, created_at, updated_at) values
  ('66666666-6666-6666-6666-666666666666', 'sandboxes', 'own-namespace',
    '{"eq": [{"column": "namespace"}, {"claim": "scope"}]}', now(), now())
on conflict do nothing;
