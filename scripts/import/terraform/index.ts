import type { Environment } from '../../../settings/types';
import { example } from './example';
import { platform } from './platform';

/** A configuration of Terraform for each environment: path → text. */
export function terraformFiles(environments: readonly Environment[]): [string, string][] {
  return environments.flatMap((env): [string, string][] => {
    const folder = `deploy/terraform/examples/${env.name}`;
    return [
      [`${folder}/main.tf`, example(env)],
      [`${folder}/platform.json`, `${JSON.stringify(platform(env), null, 2)}\n`],
    ];
  });
}
