const name = '[A-Za-z_][\\w.-]*';
const tag = new RegExp(`<(/?)(${name})((?:\\s+${name}="[^"<]*")*)\\s*(/?)>`, 'y');
const chars = /[^<]*/y;

/**
 * What keeps a text from being XML, of the kind we write: elements, attributes in double quotes and text, without
 * comments, declarations or processing instructions. Undefined for XML.
 */
export function xmlProblem(text: string): string | undefined {
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    chars.lastIndex = tag.lastIndex = at;
    const plain = chars.exec(text)?.[0] ?? '';
    const found = plain === '' ? tag.exec(text) : undefined;
    const piece = found?.[0] ?? plain;
    const where = `at ${at}: ${text.slice(at, at + 40)}`;
    if (piece === '') return `no tag ${where}`;
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(piece)) return `a bare & ${where}`;
    if (/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(piece))
      return `a character that XML does not have ${where}`;
    const attributes = [...(found?.[3] ?? '').matchAll(new RegExp(`(${name})=`, 'g'))].map(([, one]) => one);
    if (new Set(attributes).size < attributes.length) return `an attribute twice ${where}`;
    if (found?.[1] === '/') {
      if (open.pop() !== found[2]) return `closes what is not open ${where}`;
    } else if (found && found[4] !== '/') {
      if (open.length === 0 && at > 0) return `a second root ${where}`;
      open.push(found[2] ?? '');
    } else if (!found && open.length === 0 && piece.trim() !== '') return `text outside the root ${where}`;
    at += piece.length;
  }
  return open.length > 0 ? `${open.join(', ')} not closed` : undefined;
}
