import { Option } from 'commander';
import { UsageError } from '../outcome';
import { synth } from '../synth';
import { line } from './command';
import { environments, parseMoment, parsePath, parseShard, repeated } from './options';

interface Options {
  readonly env?: string[];
  readonly environments: string;
  readonly out: string;
  readonly check: boolean;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly restore?: string;
}

export const synthLine = line<Options>(
  'synth',
  'render environments into dist/ after every check passed',
  (command) =>
    command
      .addOption(repeated('--env <name>', 'only this environment'))
      .addOption(environments())
      .option('--out <dir>', 'where the tree goes', parsePath, process.env.CDK8S_OUTDIR ?? 'dist')
      .option('--no-check', 'write even what the checks refuse')
      .addOption(new Option('--shard <i/n>', 'only the I-th of N parts of the environments').argParser(parseShard))
      .option(
        '--restore <moment>',
        'with the database going back to that moment, such as 2026-01-31T12:00:00Z; wants one --env',
      ),
  ({ env, restore, ...options }, program) => {
    // A restore concerns one database; two at once are never meant.
    if (restore !== undefined && (env?.length !== 1 || options.shard !== undefined))
      throw new UsageError('--restore wants exactly one --env NAME; a restore is of one database');
    return synth({
      ...program,
      ...options,
      only: env,
      restoreAt: restore === undefined ? undefined : parseMoment(restore),
    });
  },
);
