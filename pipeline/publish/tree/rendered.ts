/** First words of every file we write; only files that begin with them are ever replaced or removed. */
export const marker = '# Rendered by bkg-deploy from ';

/**
 * Whether a text begins as rendered files do, those of one environment if asked. A byte-order mark, comments and the
 * marks of a merge conflict may stand before the line.
 */
export function isRendered(text: string, environment?: string): boolean {
  const lines = text.replace(/^\uFEFF/, '').split('\n', 10);
  const first = lines.find((line) => line.startsWith(marker) || !/^(?:#|<<<<<<<|\s*$)/.test(line)) ?? '';
  return first.startsWith(marker) && (environment === undefined || first.includes(` for ${environment};`));
}
