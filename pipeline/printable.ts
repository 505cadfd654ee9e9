/**
 * A text without characters that a terminal or browser would obey: those that move the cursor or colour (Cc but tab and
 * line break), and those that nobody sees or that turn the direction of text (Cf, line and paragraph separators).
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => {
    return char === '\n' || char === '\t' ? char : `\\u${char.codePointAt(0)?.toString(16).padStart(4, '0')}`;
  });
}

/** A text in elements and quoted attributes of HTML and XML. */
export function markup(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
