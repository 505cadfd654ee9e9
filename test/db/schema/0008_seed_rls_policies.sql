insert into rls_policies (id, table_name, policy_name, expression) values
  ('66666666-6666-6666-6666-666666666666', 'sandboxes', 'own-namespace',
    '{"eq": [{"column": "namespace"}, {"claim": "scope"}]}')
on conflict do nothing;
