import { type PromqlNode, type TypeMistake, typeMistakes } from './promql-types';

/** The part of Lezer's tree that is looked at. */
interface Cursor {
  readonly type: { readonly isError: boolean };
  readonly from: number;
  next(): boolean;
}

interface Parser {
  parse(text: string): { cursor(): Cursor; readonly topNode: PromqlNode };
  /** With `strict` it throws where it would have to guess. */
  configure(options: { readonly strict: boolean }): Parser;
}

interface Parsers {
  readonly strict: Parser;
  readonly guessing: Parser;
}

let known: Parsers | undefined;

/** The grammar that Prometheus itself publishes; most runs meet no expression and never load it. */
function parsers(): Parsers {
  if (known) return known;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  const { parser } = require('@prometheus-io/lezer-promql') as { parser: Parser };
  known = { strict: parser.configure({ strict: true }), guessing: parser };
  return known;
}

/** Where an expression stops being PromQL, from 0; undefined when it is PromQL to its end. */
export function promqlError(expression: string): number | undefined {
  // Nearly all are right, and then there is no need to look for the place.
  if (isPromql(expression)) return undefined;
  const cursor = parsers().guessing.parse(expression).cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}

/** Types that do not fit in an expression that is PromQL. */
export function promqlTypeMistakes(expression: string): TypeMistake[] {
  return typeMistakes(parsers().strict.parse(expression).topNode, expression);
}

function isPromql(expression: string): boolean {
  try {
    parsers().strict.parse(expression);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
