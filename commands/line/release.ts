import { Option } from 'commander';
import { UsageError } from '../outcome';
import { release, type ReleaseOptions } from '../release';
import { packagesFolder } from '../target';
import { line } from './command';
import { environments, identity, tree } from './options';

type Options = Omit<ReleaseOptions, 'version' | 'root' | 'checkCache'> & { readonly version?: string };

export const releaseLine = line<Options>(
  'release',
  'make a release: packages, bills of materials, provenance, signatures; and verify it',
  (command) =>
    identity(command)
      .option('--version <x.y.z>', 'version of the release, such as 1.2.3; release wants it')
      .option('--dry-run', 'with a key of this run alone and a registry on this machine', false)
      .option('--out <dir>', 'where the release goes', `dist/${packagesFolder}`)
      .option('--since <tag>', 'the release before, for the notes (default: the newest tag v* below this commit)')
      .option('--registry <host/path>', 'push the charts and trees there, and sign them there as well')
      .addOption(
        new Option(
          '--key <file|uri>',
          'private key, or the URI of one that cosign knows (COSIGN_PRIVATE_KEY, COSIGN_PASSWORD)',
        ),
      )
      .addOption(environments())
      .addOption(tree()),
  ({ version, ...options }, program) => {
    if (version === undefined) throw new UsageError('release wants a version, such as: release --version 1.2.3');
    return release({ ...program, ...options, version });
  },
);
