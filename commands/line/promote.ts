import { UsageError } from '../outcome';
import { promote } from '../promote';
import { line } from './command';
import { environments, repeated, tree } from './options';

interface Options {
  readonly component?: string[];
  readonly environments: string;
  readonly to: string;
}

export const promoteLine = line<Options>(
  'promote',
  'copy released image references from one environment file to another',
  (command) =>
    command
      .usage('[options] <from> <to>')
      .argument('[names...]', 'two environments, such as: staging production')
      .addOption(repeated('--component <name>', 'only images of this component'))
      .addOption(environments())
      .addOption(tree()),
  ({ component, environments, to }, _, names) =>
    promote({ ...parseDirection(names), environments, tree: to, components: component }),
);

function parseDirection([from, to, ...rest]: readonly string[]) {
  if (from !== undefined && to !== undefined && rest.length === 0) return { from, to };
  throw new UsageError('promote wants two environments, such as: promote staging production');
}
