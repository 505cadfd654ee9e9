/** A line of a diff; `…` stands for lines that are the same on both sides. */
export interface Line {
  readonly sign: '-' | '+' | ' ' | '…';
  readonly text: string;
}

/** Lines of context around a difference. */
const context = 2;

/** Above this, finding what texts share takes longer than it helps. */
const maxCells = 4_000_000;

/** The lines in which two texts differ, with some around them. */
export function lineDiff(from: readonly string[], to: readonly string[]): Line[] {
  return folded(allLines(from, to));
}

/** Every line of two texts: on one side only, or on both. */
export function allLines(from: readonly string[], to: readonly string[]): Line[] {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  const same = (lines: readonly string[]): Line[] => lines.map((text) => ({ sign: ' ', text }));
  const middle = changed(from.slice(start, from.length - end), to.slice(start, to.length - end));
  return [...same(from.slice(0, start)), ...middle, ...same(from.slice(from.length - end))];
}

/** By the longest common subsequence. */
function changed(from: readonly string[], to: readonly string[]): Line[] {
  const minus = from.map((text): Line => ({ sign: '-', text }));
  const plus = to.map((text): Line => ({ sign: '+', text }));
  if (from.length * to.length > maxCells || from.length === 0 || to.length === 0) return [...minus, ...plus];
  const width = to.length + 1;
  const lengths = new Uint32Array((from.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      lengths[i * width + j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < from.length && j < to.length) {
    if (from[i] === to[j]) {
      lines.push({ sign: ' ', text: from[i] ?? '' });
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) lines.push(minus[i++] as Line);
    else lines.push(plus[j++] as Line);
  }
  return [...lines, ...minus.slice(i), ...plus.slice(j)];
}

/** Long runs of equal lines become one mark. */
function folded(lines: readonly Line[]): Line[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== ' '),
  );
  return lines.flatMap((line, index) => {
    if (near[index]) return [line];
    return index === 0 || near[index - 1] ? [{ sign: '…' as const, text: '' }] : [];
  });
}
