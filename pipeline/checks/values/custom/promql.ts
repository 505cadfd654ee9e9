import { type PromqlNode, typeMistakes } from './promql-types';

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

/** What is wrong with an expression, from 0: how its types do not fit; no message where it stops being PromQL. */
export interface PromqlMistake {
  readonly at: number;
  readonly message?: string;
}

const judged = new Map<string, PromqlMistake | undefined>();
const kept = 10_000;

/** The first mistake of an expression; the same one stands in many rules, and is parsed once. */
export function promqlMistake(expression: string): PromqlMistake | undefined {
  if (judged.has(expression)) return judged.get(expression);
  const mistake = mistakeIn(expression);
  if (judged.size < kept) judged.set(expression, mistake);
  return mistake;
}

function mistakeIn(expression: string): PromqlMistake | undefined {
  try {
    return typeMistakes(parsers().strict.parse(expression).topNode, expression)[0];
  } catch (error) {
    if (error instanceof SyntaxError) return { at: errorIn(expression) };
    throw error;
  }
}

/** Where an expression that is not PromQL stops being it. */
function errorIn(expression: string): number {
  const cursor = parsers().guessing.parse(expression).cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return expression.length;
}
