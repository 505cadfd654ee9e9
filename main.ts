import path from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { check } from './commands/check';
import type { CheckCache } from './commands/check-cache';
import { graph } from './commands/graph';
import { type Outcome, UsageError } from './commands/outcome';
import { packageRelease } from './commands/package';
import { plan } from './commands/plan';
import { promote } from './commands/promote';
import { publish } from './commands/publish';
import { synth } from './commands/synth';
import { packagesFolder } from './commands/target';
import { verify } from './commands/verify';
import { utcOf } from './kubernetes/timestamp';
import { minorOf, minors } from './kubernetes/version';
import type { Context } from './pipeline/checks/rule';
import { formatProblem, sortProblems } from './pipeline/problem';

const usage = `usage: npm run -s <command> -- [options]

  synth    render environments into dist/ after every check passed
             --env NAME           only this environment; may be repeated
             --environments DIR   where the environment files are (environments)
             --out DIR            where the tree goes (dist)
             --no-check           write even what the checks refuse
             --shard I/N          only the I-th of N parts of the environments
             --restore MOMENT     with the database going back to that moment, such as 2026-01-31T12:00:00Z;
                                  wants one --env
  check    [PATH…]: the same checks on any YAML or JSON files and folders (gitops)
             --kubernetes 1.NN    minor of the target cluster (the environment's, else the newest known)
             --pod-security LEVEL[:vX.Y]  judge every pod at this level, whatever its namespace says
             --only PREFIX        only rules whose names begin with it; may be repeated
             --cluster            also ask the API server of kubectl's current context, which stores nothing
             --format text|json   how to print problems (text)
  plan     what would change in the clusters, and what that does; exit code 1 when anything would
             --from DIR|git:REV[:DIR]  the tree that clusters have now (gitops)
             --to DIR|git:REV[:DIR]    the tree that they will have (what the sources render now)
             --env NAME           only this environment; may be repeated
             --environments DIR   as above
             --format text|json|markdown|html  how to print it (text)
             --output FILE        where to write it instead
             --max-length N       characters that a Markdown report may have (60000)
  publish  render all environments and bring the reconciled tree up to date
             --environments DIR   as above
             --to DIR             the reconciled tree (gitops)
             --commit             commit the tree with its provenance
             --push REMOTE BRANCH commit on top of that branch and push, up to five times while others push too
             --key FILE           sign the provenance with this cosign key (COSIGN_PRIVATE_KEY, COSIGN_PASSWORD)
             --acknowledge HASH   accept the irreversible changes of the plan with this hash
             --verbose            name every file that is written or removed
  verify   render all environments and compare with the reconciled tree, byte for byte
             --environments DIR, --to DIR as above
             --key FILE           ask for provenance signed with this key (cosign.pub)
             --format text|json   how to print differences (text)
  package  make a Helm chart and an archive of each environment's reconciled tree, if verify finds nothing, and a bill of images
             --version X.Y.Z      version of the release
             --env NAME           only this environment; may be repeated
             --out DIR            where the packages go (dist/release)
             --environments DIR, --to DIR, --key FILE as above
  promote  FROM TO: copy released image references from one environment file to another
             --component NAME     only images of this component; may be repeated
             --environments DIR, --to DIR as above
  graph    draw an environment: its components, in which order they roll out, and who calls whom
             --env NAME           which one (the one of the highest tier)
             --environments DIR   as above
             --format svg|dot|mermaid  how to draw it (svg)`;

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** What the launcher knows. */
export interface Program {
  /** Folder of this repository. */
  readonly root: string;

  /** What was found clean before, by which bundle. */
  readonly checkCache: CheckCache;
}

interface Command {
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** @default false */
  readonly takesPaths?: boolean;
  readonly run: (values: Values, program: Program, paths: readonly string[]) => Outcome;
}

const environments = { type: 'string', default: 'environments' } as const;
const to = { type: 'string', default: 'gitops' } as const;

const commands: Readonly<Record<string, Command>> = {
  synth: {
    options: {
      env: { type: 'string', multiple: true },
      environments,
      out: { type: 'string', default: process.env.CDK8S_OUTDIR ?? 'dist' },
      'no-check': { type: 'boolean', default: false },
      shard: { type: 'string' },
      restore: { type: 'string' },
    },
    run: (values, program) =>
      synth({
        ...program,
        environments: String(values.environments),
        only: values.env as string[] | undefined,
        out: String(values.out),
        check: !values['no-check'],
        shard: values.shard === undefined ? undefined : parseShard(String(values.shard)),
        restoreAt: values.restore === undefined ? undefined : parseRestore(String(values.restore), values),
      }),
  },
  check: {
    options: {
      kubernetes: { type: 'string' },
      'pod-security': { type: 'string' },
      only: { type: 'string', multiple: true },
      cluster: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
    },
    takesPaths: true,
    run: (values, { root }, paths) =>
      check({
        root,
        paths: paths.length > 0 ? paths : ['gitops'],
        minor: values.kubernetes === undefined ? undefined : parseMinor('--kubernetes', String(values.kubernetes)),
        podSecurity:
          values['pod-security'] === undefined ? undefined : parsePodSecurity(String(values['pod-security'])),
        only: values.only as string[] | undefined,
        cluster: values.cluster === true,
        format: parseFormat(String(values.format), ['text', 'json']),
      }),
  },
  plan: {
    options: {
      from: { type: 'string', default: 'gitops' },
      to: { type: 'string' },
      env: { type: 'string', multiple: true },
      environments,
      format: { type: 'string', default: 'text' },
      output: { type: 'string' },
      'max-length': { type: 'string', default: '60000' },
    },
    run: (values, program) =>
      plan({
        ...program,
        from: String(values.from),
        to: values.to as string | undefined,
        only: values.env as string[] | undefined,
        environments: String(values.environments),
        format: parseFormat(String(values.format), ['text', 'json', 'markdown', 'html']),
        output: values.output as string | undefined,
        maxLength: parseLength(String(values['max-length'])),
        colour: process.stdout.isTTY === true && values.output === undefined && !process.env.NO_COLOR,
      }),
  },
  publish: {
    options: {
      environments,
      to,
      commit: { type: 'boolean', default: false },
      push: { type: 'string' },
      key: { type: 'string' },
      acknowledge: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
    takesPaths: true,
    run: (values, program, rest) =>
      publish({
        ...program,
        environments: String(values.environments),
        to: String(values.to),
        commit: values.commit === true || values.push !== undefined,
        push: parsePush(text(values.push), rest),
        key: text(values.key),
        acknowledged: text(values.acknowledge),
        verbose: values.verbose === true,
      }),
  },
  verify: {
    options: { environments, to, key: { type: 'string' }, format: { type: 'string', default: 'text' } },
    run: (values, program) =>
      verify({
        ...program,
        environments: String(values.environments),
        to: String(values.to),
        key: text(values.key),
        format: parseFormat(String(values.format), ['text', 'json']),
      }),
  },
  package: {
    options: {
      version: { type: 'string', default: '' },
      env: { type: 'string', multiple: true },
      out: { type: 'string', default: `dist/${packagesFolder}` },
      environments,
      to,
      key: { type: 'string' },
    },
    run: (values, program) =>
      packageRelease({
        ...program,
        version: String(values.version),
        env: values.env as string[] | undefined,
        out: String(values.out),
        environments: String(values.environments),
        to: String(values.to),
        key: text(values.key),
      }),
  },
  promote: {
    options: { environments, to, component: { type: 'string', multiple: true } },
    takesPaths: true,
    run: (values, _, names) =>
      promote({
        ...parseDirection(names),
        environments: String(values.environments),
        tree: String(values.to),
        components: values.component as string[] | undefined,
      }),
  },
  graph: {
    options: { env: { type: 'string' }, environments, format: { type: 'string', default: 'svg' } },
    run: (values) =>
      graph({
        env: text(values.env),
        environments: String(values.environments),
        format: parseFormat(String(values.format), ['svg', 'dot', 'mermaid']),
      }),
  },
};

/** The names of all commands; each has an npm script of its own. */
export const commandNames: readonly string[] = Object.keys(commands);

function text(value: Values[string]): string | undefined {
  return value === undefined ? undefined : String(value);
}

function parsePush(remote: string | undefined, [branch, ...rest]: readonly string[]) {
  if (remote === undefined && branch === undefined) return undefined;
  if (remote !== undefined && branch !== undefined && rest.length === 0) return { remote, branch };
  throw new UsageError('publish takes no names, apart from --push REMOTE BRANCH');
}

function parseDirection([from, to, ...rest]: readonly string[]) {
  if (from !== undefined && to !== undefined && rest.length === 0) return { from, to };
  throw new UsageError('promote wants two environments, such as: promote staging production');
}

function parseShard(text: string): { index: number; of: number } {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!index || !of || index > of) throw new UsageError(`--shard wants I/N with I from 1 to N, not '${text}'`);
  return { index, of };
}

/** A restore concerns one database; two at once are never meant. */
function parseRestore(text: string, { env, shard }: Values): string {
  if (!Array.isArray(env) || env.length !== 1 || shard !== undefined) {
    throw new UsageError('--restore wants exactly one --env NAME; a restore is of one database');
  }
  if (utcOf(text) !== undefined) return text;
  throw new UsageError(`--restore wants a moment with its offset, such as 2026-01-31T12:00:00Z, not '${text}'`);
}

function parseMinor(option: string, text: string): number {
  const minor = minorOf(text);
  if (minor >= minors.lowest && minor <= minors.highest) return minor;
  throw new UsageError(`${option} wants a minor from 1.${minors.lowest} to 1.${minors.highest}, not '${text}'`);
}

function parsePodSecurity(text: string): Context['podSecurity'] {
  const [level = '', version = 'latest'] = text.split(':');
  if (level !== 'restricted' && level !== 'baseline' && level !== 'privileged') {
    throw new UsageError(`--pod-security wants restricted, baseline or privileged, not '${level}'`);
  }
  return { level, minor: version === 'latest' ? minors.highest : parseMinor('--pod-security', version) };
}

function parseFormat<T extends string>(text: string, formats: readonly T[]): T {
  const format = formats.find((one) => one === text);
  if (format !== undefined) return format;
  throw new UsageError(`--format wants ${formats.join(', ').replace(/, ([^,]*)$/, ' or $1')}, not '${text}'`);
}

/** Below this, not even a summary has room. */
const shortest = 500;

function parseLength(text: string): number {
  const length = /^\d+$/.test(text) ? Number(text) : 0;
  if (length >= shortest) return length;
  throw new UsageError(`--max-length wants a number from ${shortest}, not '${text}'`);
}

/** Runs one command line and returns the exit code. */
export function main(args: readonly string[], program: Program): number {
  try {
    const outcome = run(args, { ...program, root: path.relative(process.cwd(), program.root) || '.' });
    process.stdout.write(outcome.lines.map((line) => `${line}\n`).join(''));
    const problems = sortProblems(outcome.problems ?? []).map(formatProblem);
    process.stderr.write([...problems, ...(outcome.notes ?? [])].map((line) => `${line}\n`).join(''));
    return outcome.exitCode;
  } catch (error) {
    const message = expected(error);
    process.stderr.write(`${message ?? (error as Error).stack}\n`);
    return message === undefined ? 3 : 2;
  }
}

function run([name, ...rest]: readonly string[], program: Program): Outcome {
  if (name === undefined || name === 'help' || [name, ...rest].includes('--help'))
    return { exitCode: 0, lines: [usage] };
  const command = commands[name];
  if (!command) throw new UsageError(`there is no command '${name}'\n\n${usage}`);
  const { values, positionals } = parseArgs({
    args: [...rest],
    options: command.options,
    strict: true,
    allowPositionals: command.takesPaths === true,
  });
  return command.run(values as Values, program, positionals);
}

/** The message of an error that a person made or met; undefined for a bug of ours. */
function expected(error: unknown): string | undefined {
  if (error instanceof UsageError) return error.message;
  const { code, syscall, path: file, message } = error as NodeJS.ErrnoException;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}\n\n${usage}`;
  // A write that fails half way, on a full disk, does not say to which file.
  return syscall && code ? `cannot ${syscall} ${file ?? 'a file'} (${code})` : undefined;
}
