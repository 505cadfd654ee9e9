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
          insert into namespaces values ('${id}', '${tenant}', '${mark}');
          insert into sandboxes values ('${id}', '${tenant}', '${mark}', 'process', 'running', 1, 1, 1, 1);
          insert into sandbox_executions (sandbox_id, command, args, stdout) values ('${id}', '${mark}', '[]', '${mark}');
          insert into api_keys values ('${id}', '${mark}', '${mark}', 'namespace', '${tenant}', 1);
          insert into key_rotation_events (new_key_id, previous_key_id, payload, signature) values ('${id}', '${id}', '{}', '${mark}');
          insert into rls_policies values ('${id}', '${tenant}', '${mark}', '{}');
          insert into model_registry values ('${id}', '${mark}', 'p', '${tenant}', 's', '[]', 'ready');
          insert into model_download_jobs values ('${id}', '${id}');
          insert into audit_events values ('${id}', '${tenant}', '${mark}', 'e', now(), '{}');`;
      })
      .join(''),
  );
}
