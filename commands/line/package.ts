import { UsageError } from '../outcome';
import { packageRelease } from '../package';
import { packagesFolder } from '../target';
import { line } from './command';
import { environments, repeated, tree } from './options';

interface Options {
  readonly version?: string;
  readonly env?: string[];
  readonly out: string;
  readonly environments: string;
  readonly to: string;
  readonly key?: string;
}

export const packageLine = line<Options>(
  'package',
  'make a Helm chart and an archive of each reconciled tree, if verify finds nothing',
  (command) =>
    command
      .option('--version <x.y.z>', 'version of the release, such as 1.2.3; package wants it')
      .addOption(repeated('--env <name>', 'only this environment'))
      .option('--out <dir>', 'where the packages go', `dist/${packagesFolder}`)
      .addOption(environments())
      .addOption(tree())
      .option('--key <file>', 'ask for provenance signed with this key (cosign.pub)'),
  ({ version, ...options }, program) => {
    if (version === undefined) throw new UsageError('package wants a version, such as: package --version 1.2.3');
    return packageRelease({ ...program, ...options, version });
  },
);
