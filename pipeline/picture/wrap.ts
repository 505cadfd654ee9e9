/** A text in lines of at most so many characters, broken between words; a longer word is cut. */
export function wrap(text: string, widest: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const short = word.length > widest ? `${word.slice(0, widest - 1)}…` : word;
    if (last !== undefined && last.length + 1 + short.length <= widest) lines[lines.length - 1] = `${last} ${short}`;
    else lines.push(short);
  }
  return lines;
}
