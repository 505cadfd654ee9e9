import { Option } from 'commander';
import { check, checkFormats, type CheckOptions } from '../check';
import { line } from './command';
import { format, parseMinor, parsePath, parsePodSecurity, repeated } from './options';

interface Options extends Pick<
  CheckOptions,
  'podSecurity' | 'only' | 'cluster' | 'closed' | 'external' | 'schema' | 'apiServerOnly' | 'format'
> {
  readonly kubernetes?: number;
}

export const checkLine = line<Options>(
  'check',
  'the same checks on any YAML or JSON',
  (command) =>
    command
      .argument('[path...]', "files and folders, '-' for standard input (default: gitops)")
      .addOption(
        new Option(
          '--kubernetes <1.NN>',
          "minor of the target cluster (default: the environment's, else the newest known)",
        ).argParser(parseMinor('--kubernetes')),
      )
      .addOption(
        new Option(
          '--pod-security <level[:vX.Y]>',
          'judge every pod at this level, whatever its namespace says',
        ).argParser(parsePodSecurity),
      )
      .addOption(repeated('--only <prefix>', 'only rules whose names begin with it'))
      .option('--cluster', "also ask the API server of kubectl's current context, which stores nothing", false)
      .option('--closed', 'what is not in the input does not exist', false)
      .option('--external <file>', 'what exists besides: a list of { kind, namespace, name }, the last two if needed')
      .addOption(repeated('--schema <dir>', 'definitions of custom resources to use before the known ones'))
      .option('--api-server-only', 'leave out what an API server accepts and only a reviewer would mind', false)
      .addOption(format(checkFormats, 'problems')),
  ({ kubernetes, ...options }, { root }, paths) =>
    check({ root, ...options, minor: kubernetes, paths: paths.length > 0 ? paths.map(parsePath) : ['gitops'] }),
);
