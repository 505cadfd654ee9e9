/** A name for an element that others lead to. */
export function anchor(...words: readonly string[]): string {
  return words.map((word) => encodeURIComponent(word).replaceAll('%', '_')).join('--');
}
