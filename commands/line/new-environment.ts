import { Option } from 'commander';
import { newEnvironment } from '../new-environment';
import { UsageError } from '../outcome';
import { line } from './command';
import { environments } from './options';

interface Options {
  readonly from?: string;
  readonly tier?: string;
  readonly environments: string;
}

export const newEnvironmentLine = line<Options>(
  'new-environment',
  'write the file of a new environment, with names of its own',
  (command) =>
    command
      .usage('[options] <name>')
      .argument('[name...]', 'the new environment')
      .option('--from <env>', 'the environment to make it from')
      .addOption(new Option('--tier <tier>', `${tiers.join(', ')} (default: as --from)`))
      .addOption(environments()),
  ({ from, tier, ...options }, { root }, names) =>
    newEnvironment({ ...parseNames(names, from), tier: parseTier(tier), ...options, root }),
);

const tiers = ['development', 'staging', 'production'] as const;

function parseNames([name, ...rest]: readonly string[], from: string | undefined) {
  if (name !== undefined && from !== undefined && rest.length === 0) return { name, from };
  throw new UsageError('new-environment wants a name and an original, such as: new-environment qa --from staging');
}

function parseTier(text: string | undefined): (typeof tiers)[number] | undefined {
  const tier = tiers.find((one) => one === text);
  if (tier === undefined && text !== undefined) {
    throw new UsageError(`--tier wants development, staging or production, not '${text}'`);
  }
  return tier;
}
