import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { operatorFiles } from '../../../charts/secrets/operator';
import { terraformFiles } from '../../../scripts/import/terraform';
import type { Environment } from '../../../settings/types';
import { temporaryFolder } from '../../support/folders';
import { checkout, run, type Said } from './terraform';
import { answers } from './values';

type Changes = Readonly<Record<string, unknown>>;

/** The example of an environment as Terraform sees it, in a folder of its own. */
export function configuration(env: Environment, more: Changes = {}) {
  const root = checkout(temporaryFolder(), [...terraformFiles([env]), ...operatorFiles(env)]);
  const folder = path.join(root, 'deploy/terraform/examples', env.name);
  return {
    root,
    folder,
    /** Runs a command with what an operator has to say, some of it changed. */
    run(command: string, option: string, changes: Changes = {}): Said {
      writeFileSync(path.join(folder, 'answers.tfvars.json'), answers(env, { ...more, ...changes }));
      return run(folder, command, option, '-var-file=answers.tfvars.json');
    },
    state: (): string => readFileSync(path.join(folder, 'terraform.tfstate'), 'utf8'),
  };
}

const amazon = { store: 'aws', aws: { region: 'eu-north-1', roleArnPrefix: 'arn:aws:iam::123456789012:role/bkg/p-' } };
const google = { store: 'gcp', gcp: { projectId: 'bkg-production' } };

/** Settings of each store outside the cluster that no environment has; the schema of an environment is a union, which a change cannot name. */
export const otherStores = { aws: { secrets: amazon as never }, gcp: { secrets: google as never } };
