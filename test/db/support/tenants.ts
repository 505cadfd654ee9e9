import type { Database } from './platform';

/** In every row of the tenant that is not asking; an answer that holds it has leaked. */
export const secretMark = 'b-secret-7f3a';

/** Two tenants with rows in every table, none of them like the other's. */
export function addTenants(database: Database): void {
  database.asSuperuser(
    ['alpha', 'beta']
      .map((tenant, index) => {
        const id = `${index + 7}0000000-0000-0000-0000-000000000000`;
        const mark = tenant === 'beta' ? secretMark : 'a-open';
        return `
          insert into namespaces (id, code, display_name) values ('${id}', '${tenant}', '${mark}');
          insert into sandboxes values ('${id}', '${tenant}', '${mark}', 'process', 'running', 1, 1, 1, 1, now(), now());
          insert into sandbox_executions (sandbox_id, executed_at, command, args, stdout, duration_ms)
          values ('${id}', now(), '${mark}', '[]', '${mark}', 1);
          insert into api_keys values ('${id}', '${mark}', '${mark}', 'namespace', '${tenant}', 1, now());
          insert into key_rotation_events values ('${id}', '${id}', '${id}', now(), '{}', '${mark}', now());
          insert into rls_policies values ('${id}', '${tenant}', '${mark}', '{}', now(), now());
          insert into model_registry (id, name, provider, version, format, source_uri, stage, created_at, updated_at)
          values ('${id}', '${mark}', 'p', '${tenant}', 'gguf', 's', 'ready', now(), now());
          insert into model_download_jobs values ('${id}', '${id}', 'done', 1, now());
          insert into audit_events values ('${id}', '${tenant}', '${mark}', 'e', now(), '{}');`;
      })
      .join(''),
  );
}
