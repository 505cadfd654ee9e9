/** The part of Lezer's tree that is looked at. */
interface Cursor {
  readonly type: { readonly isError: boolean };
  readonly from: number;
  next(): boolean;
}

interface Parser {
  parse(text: string): { cursor(): Cursor };
}

let known: Parser | undefined;

/** The grammar that Prometheus itself publishes; most runs meet no expression and never load it. */
function parser(): Parser {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  known ??= (require('@prometheus-io/lezer-promql') as { parser: Parser }).parser;
  return known;
}

/** Where an expression stops being PromQL, from 0; undefined when it is PromQL to its end. */
export function promqlError(expression: string): number | undefined {
  const cursor = parser().parse(expression).cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}
