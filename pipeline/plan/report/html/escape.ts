import { printable } from '../words';

/** A text as HTML, in elements and in quoted attributes. */
export function html(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A name for an element that others lead to. */
export function anchor(...words: readonly string[]): string {
  return words.map((word) => encodeURIComponent(word).replaceAll('%', '_')).join('--');
}
