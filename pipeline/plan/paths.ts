/** A key of a map, or an item of a list, by its key or its index. */
export type Step = string | { readonly item: string | number };

/** What leads from an object to one of its fields. */
export type Path = readonly Step[];

/** `spec.template.spec.containers[web].env[LEVEL].value`; a key that is no plain word stands in quotes. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step !== 'string') text += `[${step.item}]`;
    else if (/^[A-Za-z_][-\w]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** The keys of a path; items by their key or index as text. */
export function wordsOf(path: Path): string[] {
  return path.map((step) => (typeof step === 'string' ? step : String(step.item)));
}

/** Whether a path is at, above or below what a pattern names; `*` stands for any one step. */
export function touches(path: Path, pattern: string): boolean {
  const [words, wanted] = [wordsOf(path), pattern.split('.')];
  const length = Math.min(words.length, wanted.length);
  return wanted.slice(0, length).every((step, index) => step === '*' || step.split('|').includes(words[index] ?? ''));
}

/** Whether a path is at or below what a pattern names. */
export function isWithin(path: Path, pattern: string): boolean {
  return path.length >= pattern.split('.').length && touches(path, pattern);
}
