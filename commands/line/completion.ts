import type { Option } from 'commander';
import { oneOf, UsageError } from '../outcome';
import { type Line, line } from './command';

/** A command with what a shell may offer behind it. */
interface Words {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
}

const shells: Readonly<Record<string, (commands: readonly Words[]) => string[]>> = { bash, zsh, fish };

/** `completion SHELL`: a script that completes the commands of `table`, their options, and the values of those. */
export function completionLine(table: readonly Line[]): Line {
  return line<object>(
    'completion',
    'print what a shell needs to complete commands and options',
    (command) =>
      command.usage('<bash|zsh|fish>').argument('[shell...]', 'for bash: source <(bkg-deploy completion bash)'),
    (_, __, [shell, ...rest]) => {
      if (shell === undefined || rest.length > 0) throw new UsageError('completion wants one of bash, zsh and fish');
      oneOf('shell', shell, Object.keys(shells), 'completion');
      return { exitCode: 0, lines: shells[shell]?.(table.map(wordsOf)) ?? [] };
    },
  );
}

function wordsOf({ name, command }: Line): Words {
  const one = command();
  return { name, summary: one.description(), options: one.options };
}

function flagsOf({ options }: Words): string {
  return [...options.map(({ long }) => long ?? ''), '--help'].join(' ');
}

function bash(commands: readonly Words[]): string[] {
  return [
    '_bkg_deploy() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=',
    '  case "${COMP_WORDS[1]} $before" in',
    ...commands.flatMap(({ name, options }) =>
      options.map(({ long, required, argChoices }) =>
        // Nothing to offer but files, which `-o default` does.
        required ? `    '${name} ${long ?? ''}') words='${argChoices?.join(' ') ?? ''}' ;;` : '',
      ),
    ),
    '    *)',
    '      case "$COMP_CWORD ${COMP_WORDS[1]}" in',
    `        '1 '*) words='${[...commands.map(({ name }) => name), 'help', '--help', '--version'].join(' ')}' ;;`,
    ...commands.map((command) => `        *' ${command.name}') words='${flagsOf(command)}' ;;`),
    '      esac ;;',
    '  esac',
    '  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")',
    '}',
    'complete -o default -F _bkg_deploy bkg-deploy',
  ].filter((text) => text !== '');
}

function zsh(commands: readonly Words[]): string[] {
  return [
    '#compdef bkg-deploy',
    '_bkg_deploy() {',
    '  if (( CURRENT == 2 )); then',
    `    local -a commands=(${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')})`,
    '    _describe command commands',
    '    return',
    '  fi',
    '  shift words; (( CURRENT-- ))',
    '  case $words[1] in',
    ...commands.map(
      ({ name, options }) => `    ${name}) _arguments ${options.map(argument).join(' ')} '*:file:_files' ;;`,
    ),
    '  esac',
    '}',
    'if [[ $funcstack[1] == _bkg_deploy ]]; then _bkg_deploy "$@"; else compdef _bkg_deploy bkg-deploy; fi',
  ];
}

/** As `_arguments` wants it: `--format[how to print it]:value:(text json)`. */
function argument({ long, description, required, argChoices }: Option): string {
  const text = description.replace(/[[\]:]/g, (sign) => `\\${sign}`);
  const value = !required ? '' : `:value:${argChoices ? `(${argChoices.join(' ')})` : '_files'}`;
  return quoted(`*${long ?? ''}[${text}]${value}`);
}

function fish(commands: readonly Words[]): string[] {
  const names = commands.map(({ name }) => name).join(' ');
  return [
    ...commands.map(
      ({ name, summary }) =>
        `complete -c bkg-deploy -f -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(({ name, options }) =>
      options.map(({ long, description, required, argChoices }) => {
        const value = !required ? '' : argChoices ? ` -x -a '${argChoices.join(' ')}'` : ' -r';
        const seen = `-n '__fish_seen_subcommand_from ${name}'`;
        return `complete -c bkg-deploy ${seen} -l ${(long ?? '').slice(2)}${value} -d ${quoted(description)}`;
      }),
    ),
  ];
}

/** In single quotes, as all three shells take it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\"'\"'")}'`;
}
