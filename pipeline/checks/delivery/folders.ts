import type { Manifest } from '../../objects/manifest';

/** A path inside a repository as the names of its folders; undefined for the repository itself. */
export function folderOf(path: string | undefined): string | undefined {
  return path?.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '') || undefined;
}

/** What an engine that is sent to a folder finds there, as far as the tree was read from that repository. */
export function broughtFrom(tree: readonly Manifest[], path: string | undefined): Manifest[] {
  const folder = folderOf(path);
  if (folder === undefined) return [];
  return tree.filter(({ file }) => `/${file.replaceAll('\\', '/')}`.includes(`/${folder}/`));
}
