import { UsageError } from '../outcome';
import { publish } from '../publish';
import { line } from './command';
import { environments, tree } from './options';

interface Options {
  readonly environments: string;
  readonly to: string;
  readonly commit: boolean;
  readonly push?: string;
  readonly key?: string;
  readonly acknowledge?: string;
  readonly verbose: boolean;
}

export const publishLine = line<Options>(
  'publish',
  'render all environments and bring the reconciled tree up to date',
  (command) =>
    command
      .usage('[options] [--push <remote> <branch>]')
      .argument('[branch...]', 'the branch of --push')
      .addOption(environments())
      .addOption(tree())
      .option('--commit', 'commit the tree with its provenance', false)
      .option('--push <remote>', 'commit on top of a branch there and push, up to five times while others push too')
      .option('--key <file>', 'sign the provenance with this cosign key (COSIGN_PRIVATE_KEY, COSIGN_PASSWORD)')
      .option('--acknowledge <hash>', 'accept the irreversible changes of the plan with this hash')
      .option('--verbose', 'name every file that is written or removed', false),
  ({ commit, push, acknowledge, ...options }, program, rest) =>
    publish({
      ...program,
      ...options,
      commit: commit || push !== undefined,
      push: parsePush(push, rest),
      acknowledged: acknowledge,
    }),
);

function parsePush(remote: string | undefined, [branch, ...rest]: readonly string[]) {
  if (remote === undefined && branch === undefined) return undefined;
  if (remote !== undefined && branch !== undefined && rest.length === 0) return { remote, branch };
  throw new UsageError('publish takes no names, apart from --push REMOTE BRANCH');
}
