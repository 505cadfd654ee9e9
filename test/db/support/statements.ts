import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Server } from './servers';

/** Answers how many statements a server has begun since now; with `log_statement = all` its log has a line for each. */
export function statementsOf({ log }: Server): () => number {
  const start = statSync(log).size;
  return () => {
    const text = Buffer.alloc(statSync(log).size - start);
    const file = openSync(log, 'r');
    readSync(file, text, 0, text.length, start);
    closeSync(file);
    return text.toString('latin1').match(/ LOG: {2}(?:statement|execute [^:]*): /g)?.length ?? 0;
  };
}
