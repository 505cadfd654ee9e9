/** Whether somebody looks on: results may go elsewhere, what is said meanwhile goes to standard error. */
const isWatched = process.stderr.isTTY === true && process.env.TERM !== 'dumb';

const erase = '\r\u001b[K';

/** Says on a terminal what is being done, in the place of what was being done before. */
export function progress(what: string): void {
  if (isWatched) process.stderr.write(`${erase}${what} …`);
}

/** Takes it away again, before anything else is printed. */
export function endProgress(): void {
  if (isWatched) process.stderr.write(erase);
}
