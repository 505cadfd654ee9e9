/** Lowest and highest minor that is known: the supported floor, and the newest release when this was written. */
export const minors = { lowest: 27, highest: 37 } as const;

/** The minor of a version such as `1.35`; NaN when it is none. */
export function minorOf(version: string): number {
  return Number(/^v?1\.(\d{2,3})$/.exec(version)?.[1] ?? Number.NaN);
}
