/*
 * What is used of `@marcbachmann/cel-js`: its parser and its evaluator. Its own type checker is not: it has neither the
 * nullable objects nor the message types of Kubernetes' environment.
 */

/** A node of a parsed expression; `args` depends on the operation. */
export interface Node {
  readonly op: string;
  readonly args: unknown;
  /** Where in the text it is, from 0; a selected field has the place of its name. */
  readonly pos: number;
  readonly start: number;
}

/** A parsed expression, which evaluates itself. */
export interface Parsed {
  (variables: Readonly<Record<string, unknown>>): unknown;
  readonly ast: Node;
}

export interface Environment {
  parse(text: string): Parsed;
  registerVariable(name: string, type: string): Environment;
  registerFunction(signature: string, handler: (...args: never[]) => unknown, options: { async: false }): Environment;
  registerType(name: string, definition: unknown): Environment;
  registerOperator(signature: string, handler: (left: never, right: never) => unknown): Environment;
}

interface Library {
  readonly Environment: new (options: object) => Environment;
  readonly Optional: { none(): unknown; of(value: unknown): unknown };
}

let known: Library | undefined;

/** The library itself; most runs meet no expression and never load it. */
export function library(): Library {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  known ??= require('@marcbachmann/cel-js') as Library;
  return known;
}

// What Kubernetes limits is the length of an expression; the library's own bounds are not Kubernetes'.
const limits = { maxListElements: 100_000, maxMapEntries: 100_000, maxCallArguments: 1000 };

/** An environment with optional values and lists of mixed types, as far as the library is concerned. */
export function environment(): Environment {
  return new (library().Environment)({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    unlistedVariablesAreDyn: true,
    limits,
  });
}
