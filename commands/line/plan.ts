import { Option } from 'commander';
import { plan, type PlanOptions } from '../plan';
import { line } from './command';
import { environments, format, parseLength, parsePath, repeated } from './options';

interface Options extends Pick<
  PlanOptions,
  'from' | 'to' | 'live' | 'context' | 'environments' | 'format' | 'output' | 'maxLength'
> {
  readonly env?: string[];
}

export const planLine = line<Options>(
  'plan',
  'what would change in the clusters, and what that does; exit code 1 when anything would',
  (command) =>
    command
      .option('--from <dir|git:rev[:dir]>', 'the tree that clusters have now', parsePath, 'gitops')
      .option(
        '--to <dir|git:rev[:dir]>',
        'the tree that they will have (default: what the sources render now)',
        parsePath,
      )
      .addOption(
        new Option('--live', "the cluster of kubectl's context instead of --from; read-only").conflicts('from'),
      )
      .option('--context <name>', 'that context, with --live (default: the current one)')
      .addOption(repeated('--env <name>', 'only this environment'))
      .addOption(environments())
      .addOption(format(['text', 'json', 'markdown', 'html'], 'it'))
      .option('--output <file>', 'where to write it instead')
      .addOption(
        new Option('--max-length <n>', 'characters that a Markdown report may have')
          .default(60_000)
          .argParser(parseLength),
      ),
  ({ env, ...options }, program) =>
    plan({
      ...program,
      ...options,
      only: env,
      colour: process.stdout.isTTY === true && options.output === undefined && !process.env.NO_COLOR,
    }),
);
