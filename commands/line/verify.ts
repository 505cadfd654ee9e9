import { verify, type VerifyOptions } from '../verify';
import { line } from './command';
import { environments, format, tree } from './options';

export const verifyLine = line<Pick<VerifyOptions, 'environments' | 'to' | 'key' | 'format'>>(
  'verify',
  'render all environments and compare with the reconciled tree, byte for byte',
  (command) =>
    command
      .addOption(environments())
      .addOption(tree())
      .option('--key <file>', 'ask for provenance signed with this key (cosign.pub)')
      .addOption(format(['text', 'json'], 'differences')),
  (options, program) => verify({ ...program, ...options }),
);
