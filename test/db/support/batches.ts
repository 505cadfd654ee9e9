/**
 * Splits what somebody changes into batches in which no two have the same subject, so that one neither hinders nor hides
 * the other; as few as that allows, in the order of the list.
 */
export function batches<T>(items: readonly T[], subjectOf: (item: T) => string): T[][] {
  const turns = new Map<string, number>();
  const found: T[][] = [];
  for (const item of items) {
    const subject = subjectOf(item);
    const turn = turns.get(subject) ?? 0;
    turns.set(subject, turn + 1);
    (found[turn] ??= []).push(item);
  }
  return found;
}
