import { Command, CommanderError, type Option } from 'commander';
import { type Outcome, UsageError } from '../outcome';
import { versionOf } from '../version';
import type { Line, Program } from './command';

/** Runs one command line. Asking for help never runs anything, wherever it stands. */
export function runLine(args: readonly string[], program: Program, table: readonly Line[]): Outcome {
  const said: string[] = [];
  const outcomes: Outcome[] = [];
  const root = commandLine(program, table, (outcome) => outcomes.push(outcome)).configureOutput({
    writeOut: (text) => said.push(text.trimEnd()),
    outputError: () => undefined,
  });
  for (const command of [root, ...root.commands]) command.copyInheritedSettings(root).exitOverride();
  try {
    root.parse(helpFirst(args, table), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(sentence(error.message, args));
  }
  return outcomes[0] ?? { exitCode: 0, lines: said };
}

/** The program with all its commands. */
function commandLine(program: Program, table: readonly Line[], done: (outcome: Outcome) => void): Command {
  const root = new Command('bkg-deploy')
    .description('Renders, checks, compares and publishes trees of Kubernetes objects.')
    .configureHelp({ styleTitle: (title) => title.toLowerCase() })
    // Behind a command, an option is the command's own.
    .enablePositionalOptions()
    .version(versionOf(program.root), '--version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand('help [command]', 'print the options of a command');
  for (const { command, run } of table) {
    const one = command();
    one.options.filter(({ required }) => required).forEach(refuseOptions);
    root.addCommand(one.action(() => done(run(one.opts(), program, one.args))));
  }
  return root;
}

/** A forgotten value makes the next option one: `--from --to x`. */
function refuseOptions(option: Option): void {
  const parse = option.parseArg;
  option.argParser((text: string, before: unknown) => {
    if (/^--?[a-z]/i.test(text)) throw new UsageError(`${option.long} wants a value, not the option '${text}'`);
    return parse ? parse(text, before) : text;
  });
}

/** Help alone, when it is asked for: an option before it would take it for its value. */
function helpFirst(args: readonly string[], table: readonly Line[]): string[] {
  const end = args.indexOf('--');
  const words = end === -1 ? args : args.slice(0, end);
  if (args.length > 0 && !words.includes('--help') && !words.includes('-h')) return [...args];
  const name = words.find((word) => !word.startsWith('-'));
  if (name === undefined || name === 'help') return ['--help'];
  return table.some((line) => line.name === name) ? [name, '--help'] : [name];
}

/** What the library says, in our words and with the next step. */
function sentence(message: string, [name = '']: readonly string[]): string {
  const [, what = '', , guess] = /^error: (.*?)\.?(\n\(Did you mean (.*)\?\))?$/s.exec(message) ?? [];
  const said = what
    .replace(/^unknown (command|option) /, 'there is no $1 ')
    .replace(/^option '(--\S+).*' argument missing$/, '$1 wants a value')
    .replace(/^too many arguments for '(\S+)'.*/, '$1 takes no names');
  if (guess !== undefined) return `${said}; did you mean ${guess.startsWith('one of') ? guess : `'${guess}'`}`;
  return `${said}; see bkg-deploy ${what.startsWith('unknown command') ? '' : `${name} `}--help`;
}
