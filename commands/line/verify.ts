import { UsageError } from '../outcome';
import { type IdentityOptions, trustOf } from '../trust';
import { verify, type VerifyOptions } from '../verify';
import { verifyRelease } from '../verify-release';
import { line } from './command';
import { environments, format, identity, tree } from './options';

interface Options extends Pick<VerifyOptions, 'environments' | 'to' | 'key' | 'format'>, IdentityOptions {
  readonly release?: string;
  readonly version?: string;
}

export const verifyLine = line<Options>(
  'verify',
  'render all environments and compare with the reconciled tree, byte for byte; or verify a release',
  (command) =>
    identity(
      command
        .addOption(environments())
        .addOption(tree())
        .option('--key <file>', 'ask for provenance signed with this key (cosign.pub)')
        .addOption(format(['text', 'json'], 'differences'))
        .option('--release <dir>', 'verify this release instead, with --key or --identity; needs no sources')
        .option('--version <x.y.z>', 'which one it should be'),
    ),
  ({ release, version, ...options }, program) => {
    if (release !== undefined) {
      return verifyRelease({ release, version, trust: trustOf(options), format: options.format });
    }
    const others = [version, options.identity, options.issuer, options.trustedRoot];
    if (others.some((one) => one !== undefined))
      throw new UsageError('--version, --identity, --issuer and --trusted-root are about a release; add --release DIR');
    return verify({ ...program, ...options });
  },
);
