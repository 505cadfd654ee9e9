import path from 'node:path';
import { type Command, Option } from 'commander';
import { utcOf } from '../../kubernetes/timestamp';
import { minorOf, minors } from '../../kubernetes/version';
import type { Context } from '../../pipeline/checks/rule';
import { UsageError } from '../outcome';

/** A path, or `git:REV:FOLDER`, as reports show it: without steps that lead back, and without a slash at its end. */
export function parsePath(text: string): string {
  const [, revision = '', folder = ''] = /^(git:[^:]*:?)?(.*)$/s.exec(text) ?? [];
  if (folder === '') return text;
  const short = path.normalize(folder);
  return `${revision}${short.length > 1 ? short.replace(/\/$/, '') : short}`;
}

/** `--environments`, which most commands have. */
export function environments(): Option {
  return new Option('--environments <dir>', 'where the environment files are')
    .default('environments')
    .argParser(parsePath);
}

/** `--env`, where a command is about one environment and has no other to fall back on. */
export function environment(command: string): Option {
  return new Option('--env <name>', `which one; ${command} wants it`);
}

/** The name that goes with it. */
export function wanted(command: string, name: string | undefined): string {
  if (name !== undefined) return name;
  throw new UsageError(`${command} wants an environment, such as: ${command} --env staging`);
}

/** `--to`, the reconciled tree. */
export function tree(): Option {
  return new Option('--to <dir>', 'the reconciled tree').default('gitops').argParser(parsePath);
}

/** Who signs without a key of their own. */
export function identity(command: Command): Command {
  return command
    .option('--identity <name>', 'signed by exactly this name of a certificate, such as the URI of a workflow')
    .option('--issuer <url>', 'whom exactly this issuer knew')
    .option('--trusted-root <file>', "Sigstore's trusted root (trusted_root.json), who may say so");
}

/** `--format`, with the first as default. */
export function format(formats: readonly string[], what: string): Option {
  return new Option('--format <format>', `how to print ${what}`)
    .choices(formats)
    .default(formats[0])
    .argParser((text: string) => {
      if (formats.includes(text)) return text;
      throw new UsageError(`--format wants ${formats.join(', ').replace(/, ([^,]*)$/, ' or $1')}, not '${text}'`);
    });
}

/** An option that may be written more than once. */
export function repeated(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`).argParser<string[] | undefined>((text, before) => [
    ...(before ?? []),
    text,
  ]);
}

/** `I/N`: a part of the environments. */
export function parseShard(text: string): { index: number; of: number } {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!index || !of || index > of) throw new UsageError(`--shard wants I/N with I from 1 to N, not '${text}'`);
  return { index, of };
}

/** A moment, RFC 3339. */
export function parseMoment(text: string): string {
  if (utcOf(text) !== undefined) return text;
  throw new UsageError(`--restore wants a moment with its offset, such as 2026-01-31T12:00:00Z, not '${text}'`);
}

/** A minor of Kubernetes that is known. */
export function parseMinor(option: string): (text: string) => number {
  return (text) => {
    const minor = minorOf(text);
    if (minor >= minors.lowest && minor <= minors.highest) return minor;
    throw new UsageError(`${option} wants a minor from 1.${minors.lowest} to 1.${minors.highest}, not '${text}'`);
  };
}

/** `LEVEL` or `LEVEL:vX.Y`. */
export function parsePodSecurity(text: string): Context['podSecurity'] {
  const [level = '', version = 'latest'] = text.split(':');
  if (level !== 'restricted' && level !== 'baseline' && level !== 'privileged') {
    throw new UsageError(`--pod-security wants restricted, baseline or privileged, not '${level}'`);
  }
  return { level, minor: version === 'latest' ? minors.highest : parseMinor('--pod-security')(version) };
}

/** Below this, not even a summary has room. */
const shortest = 500;

/** Characters that a report may have. */
export function parseLength(text: string): number {
  const length = /^\d+$/.test(text) ? Number(text) : 0;
  if (length >= shortest) return length;
  throw new UsageError(`--max-length wants a number from ${shortest}, not '${text}'`);
}
