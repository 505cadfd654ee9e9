/** What stands for a whole number that JavaScript's own numbers cannot hold, until its digits are written. */
const mark = '\u0000integer:';
const marked = /"\\u0000integer:(-?\d+)"/g;

/** Data as JSON, with all digits of whole numbers. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(
    value,
    (_, member: unknown) => (typeof member === 'bigint' ? `${mark}${member}` : member),
    indent,
  );
  return text.replaceAll(marked, '$1');
}

/**
 * JSON in which everything that a terminal would obey, or nobody would see, is written as an escape: control characters,
 * and those that turn the direction of text. It says the same to whoever parses it (RFC 8259, 7).
 */
export function printableJson(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => {
    if (char === '\n') return char;
    return [...Array(char.length).keys()]
      .map((index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join('');
  });
}
