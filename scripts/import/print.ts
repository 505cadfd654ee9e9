const WIDTH = 110;

/** JSON with sorted keys; whatever fits on one line stays on one line, so a changed field is a changed line. */
export function print(value: unknown): string {
  return `${lines(sorted(value), '', 0)}\n`;
}

function lines(value: unknown, indent: string, before: number): string {
  const compact = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + before + compact.length <= WIDTH) return compact;
  const inner = `${indent} `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const entries = Array.isArray(value)
    ? value.map((item) => lines(item, inner, 0))
    : Object.entries(value).map(([key, child]) => {
        const name = `${JSON.stringify(key)}: `;
        return name + lines(child, inner, name.length);
      });
  return `${open}\n${entries.map((entry) => inner + entry).join(',\n')}\n${indent}${close}`;
}

// Arrays keep their order: it was decided where they were made.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]));
}
