import { bootstrap } from '../bootstrap';
import { line } from './command';
import { environment, environments, wanted } from './options';

interface Options {
  readonly env?: string;
  readonly step?: string;
  readonly print: boolean;
  readonly values?: string;
  readonly operators?: string;
  readonly environments: string;
}

export const bootstrapLine = line<Options>(
  'bootstrap',
  'bring an empty cluster and an empty store to the point where GitOps takes over',
  (command) =>
    command
      .addOption(environment('bootstrap'))
      .option('--step <name>', 'only this step (default: all, up to the first that is not complete)')
      .option('--print', 'print the commands instead of running them', false)
      .option('--values <dir>', 'folder with what people provide, as <path>/<key> (default: the present one)')
      .option('--operators <file>', 'charts of operators, for instance in a mirror (default: deploy/operators.yaml)')
      .addOption(environments()),
  ({ env, ...options }, { root }) => bootstrap({ ...options, env: wanted('bootstrap', env), root }),
);
