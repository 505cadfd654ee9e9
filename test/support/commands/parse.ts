/** A command of kubectl, taken apart. */
export interface Kubectl {
  /** `get`, `rollout restart`, `create job`. */
  readonly verb: string;
  readonly flags: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** What a shell makes of a text: words without their quotes; variables are put in. */
export function wordsOf(text: string, variables: Readonly<Record<string, string>>): string[] {
  const words: string[] = [];
  for (const { 0: word } of text.matchAll(/(?:<[\w-]+>|\$\([^)]*\)|"(?:\$\([^)]*\)|[^"])*"|'[^']*'|[^\s"'])+/g)) {
    words.push(
      word.replaceAll(
        /'([^']*)'|"((?:\$\([^)]*\)|[^"])*)"|([^"']+)/g,
        (_part, single, double, plain) => single ?? filled(double ?? plain, variables),
      ),
    );
  }
  return words;
}

function filled(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{?([A-Z]+)\}?/g, (whole, name: string) => variables[name] ?? whole);
}

/** Flags as kubectl 1.32 has them; those that take no value, and those that do. */
const switches = [
  '-A',
  '-f',
  '-i',
  '-it',
  '-t',
  '-w',
  '--all',
  '--all-containers',
  '--ignore-not-found',
  '--minify',
  '--overwrite',
  '--previous',
  '--raw',
  '--server-side',
  '--show-labels',
  '--show-managed-fields',
];
const valued = [
  '-L',
  '-c',
  '-k',
  '-l',
  '-n',
  '-o',
  '-p',
  '--field-manager',
  '--from',
  '--replicas',
  '--tail',
  '--type',
];
const verbsOfTwo: Readonly<Record<string, readonly string[]>> = { create: ['job'], rollout: ['restart', 'status'] };

/** Takes a command of kubectl apart; a text says what is wrong with it. */
export function parseKubectl([, ...given]: readonly string[]): Kubectl | string {
  const flags = new Map<string, string>();
  const words: string[] = [];
  // What stands behind two dashes is a command for somebody else.
  const end = given.indexOf('--');
  const rest = end < 0 ? [...given] : given.slice(0, end);
  if (end >= 0) flags.set('--', given.slice(end + 1).join(' '));
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    const [name = '', value] = /^(--[\w-]+)=(.*)$/s.exec(word)?.slice(1) ?? [word];
    if (!word.startsWith('-')) words.push(word);
    // What `logs` follows, `apply` reads.
    else if (name === '-f' && words[0] === 'apply') flags.set(name, rest.shift() ?? '');
    else if (switches.includes(name) && value === undefined) flags.set(name, 'true');
    else if (valued.includes(name)) flags.set(name, value ?? rest.shift() ?? '');
    else return `no flag ${word} is known`;
  }
  const [first = '', second = ''] = words;
  if (verbsOfTwo[first]?.includes(second)) return { verb: `${first} ${second}`, flags, words: words.slice(2) };
  return { verb: first, flags, words: words.slice(1) };
}
