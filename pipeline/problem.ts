/** Something a person has to change, and where. */
export interface Problem {
  /** Family and name, such as `environment/missing-field`; docs/rules.md lists them. */
  readonly rule: string;
  /** A warning is printed and changes nothing else: no exit code, and not what is written. */
  readonly severity: 'error' | 'warning';
  /** Path as the person knows it, relative to where the command ran. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The object that holds it, when the file holds Kubernetes objects. */
  readonly object?: ObjectName;
  /** Field inside the file or object, dots and indexes: `spec.template.spec.containers.0.image`. */
  readonly path: string;
  /** What to do: lower case, no full stop. */
  readonly message: string;
  /** Where it shows, when `file` is what these are rendered from. */
  readonly places?: readonly Place[];
}

/** A field of a rendered object, which may not have been written. */
export type Place = Pick<Problem, 'file' | 'line' | 'column' | 'object' | 'path'>;

export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** One line per problem; `file:line` comes first, so that editors and CI logs turn it into a link. */
export function formatProblem({ severity, file, line, path, message, rule, places = [] }: Problem): string {
  const warning = severity === 'warning' ? 'warning: ' : '';
  const field = path === '' ? '' : `${path}: `;
  return `${file}:${line}  ${warning}${field}${message}${shownIn(places)}  [${rule}]`;
}

/** The object second: one by name, the rest by number. */
function shownIn([first, ...more]: readonly Place[]): string {
  if (!first) return '';
  const { object, file, path } = first;
  const others = more.length === 0 ? '' : more.length === 1 ? ' and 1 more place' : ` and ${more.length} more places`;
  return `; it is in ${object ? `${object.kind} ${object.name}` : file} ${path}${others}`;
}

/** The problems that keep a command from what it is for. */
export function errorsIn(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}

/** By file, then place, then rule: the same problems always come in the same order. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const key = ({ file, line, column, path, rule }: Problem) => [file, line, column, path, rule] as const;
  return [...problems].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    const index = left.findIndex((value, i) => value !== right[i]);
    return index === -1 ? 0 : (left[index] ?? '') < (right[index] ?? '') ? -1 : 1;
  });
}

/** What an API server has against an object. */
export interface Refusal {
  /** `"spec.replicas" must be at least 0`. */
  readonly message: string;
  /** Whether it is a field that nobody has: only those refuse it who apply strictly. */
  readonly isUnknownField: boolean;
  /** Whether the cluster may have another definition of the kind, which knows more. */
  readonly isGuess: boolean;
}

/** Something that somebody can do wrong, and what to read about it. */
export interface Rule {
  /** Family and name: `value/port-range`. */
  readonly id: string;
  /** What it finds, for docs/rules.md. */
  readonly description: string;
  /** The shortest example of the mistake. */
  readonly example: string;
}
