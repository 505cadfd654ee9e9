import type { Environment } from '../../settings/types';
import { oursHoweverScraped } from './selection';

/** Our ExternalSecrets that are not refreshed: 1 for each, by its namespace and name, whoever scrapes the operator. */
export function secretsNotSynced(env: Environment): string {
  const { honoured, renamed } = oursHoweverScraped(env);
  const status = (ours: string) => `externalsecret_status_condition{${ours},condition="Ready",status="False"}`;
  return [
    'max by (namespace, name) (',
    `  ${status(honoured)}`,
    `  or label_replace(${status(renamed)}, "namespace", "$1", "exported_namespace", "(.+)")`,
    ')',
  ].join('\n');
}
