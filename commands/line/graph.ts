import { graph, type GraphOptions } from '../graph';
import { line } from './command';
import { environments, format } from './options';

export const graphLine = line<Omit<GraphOptions, 'paths'>>(
  'graph',
  'draw an environment: its components, in which order they roll out, and who calls whom',
  (command) =>
    command
      .argument('[path...]', "files and folders to draw instead, '-' for standard input")
      .option('--env <name>', 'which one (default: the one of the highest tier)')
      .addOption(environments())
      .addOption(format(['svg', 'dot', 'mermaid', 'json'], 'it')),
  (options, _, paths) => graph({ ...options, paths }),
);
