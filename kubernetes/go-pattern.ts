/*
 * Regular expressions as Go reads them (RE2, regexp/syntax of Go 1.26), as far as JavaScript can tell: it has more than
 * Go, and Go has flags, classes and names that it does not have.
 */

/** Whether Go refuses an expression for certain: look-around, back references, and what is not closed or repeats nothing. */
export function isNoGoPattern(pattern: string): boolean {
  const unescaped = pattern.replace(/\\\\/g, '');
  const plain = unescaped.replace(/\[(?:\\.|[^\]\\])*\]/g, '');
  if (/\(\?<?[=!]/.test(plain.replace(/\\./g, '')) || /\\[1-9]/.test(plain)) return true;
  return !onlyInGo.test(unescaped) && !isReadHere(pattern);
}

/** Flags, names, `\Q…\E`, `[[:alpha:]]`, `[]a]`, and borders that are repeated. */
const onlyInGo = /\(\?(?!:)|\\Q|\[\[:|\[\^?\]|(?:[$^]|\\[bB])[*+?{]/;

function isReadHere(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
