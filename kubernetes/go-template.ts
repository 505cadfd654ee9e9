const action = /\{\{-?([\s\S]*?)-?\}\}/g;
// A text in an action may hold anything, also what looks like a field.
const literals = /"(?:[^"\\]|\\.)*"|`[^`]*`/g;
const field = /(?<![\w.)\]$])\.([A-Za-z_]\w*)/g;
const changesDot = /^\s*(?:range|with|define|block|template)\b/;
const indexed = /\bindex\s+\.\s+"([^"]+)"/g;

/** The values that a Go template takes from what it is given; undefined where it changes what `.` means. */
export function templateFields(template: string): string[] | undefined {
  if (!template.includes('{{')) return [];
  const actions = [...template.matchAll(action)].map(([, inner = '']) => inner);
  if (actions.some((inner) => changesDot.test(inner))) return undefined;
  return actions.flatMap((inner) => [
    ...[...inner.matchAll(indexed)].map(([, name = '']) => name),
    ...[...inner.replaceAll(literals, '""').matchAll(field)].map(([, name = '']) => name),
  ]);
}
