import type { Manifest } from '../../objects/manifest';

/** A path inside a repository as the names of its folders; undefined for the repository itself. */
export function folderOf(path: string | undefined): string | undefined {
  return path?.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '') || undefined;
}

/** What an engine that is sent to a folder finds there, as far as the tree was read from that repository. */
export function broughtFrom(tree: readonly Manifest[], path: string | undefined): Manifest[] {
  const folder = folderOf(path);
  return folder === undefined ? [] : foldersWith(tree, folder).flatMap(({ manifests }) => manifests);
}

/** Whether any file of a tree is in a folder. */
export function hasFolder(tree: readonly Manifest[], folder: string): boolean {
  return foldersWith(tree, folder).length > 0;
}

interface Folder {
  /** Between slashes. */
  readonly path: string;
  readonly manifests: Manifest[];
}

/** Folders by each name on the way to them. */
const indexes = new WeakMap<readonly Manifest[], ReadonlyMap<string, readonly Folder[]>>();

function foldersWith(tree: readonly Manifest[], wanted: string): Folder[] {
  const index = indexes.get(tree) ?? indexOf(tree);
  indexes.set(tree, index);
  const lists = wanted.split('/').map((name) => index.get(name) ?? []);
  const shortest = lists.reduce((best, list) => (list.length < best.length ? list : best));
  return shortest.filter(({ path }) => path.includes(`/${wanted}/`));
}

function indexOf(tree: readonly Manifest[]): ReadonlyMap<string, readonly Folder[]> {
  const folders = new Map<string, Folder>();
  const index = new Map<string, Folder[]>();
  for (const manifest of tree) {
    const path = `/${manifest.file.replaceAll('\\', '/')}`.replace(/[^/]*$/, '');
    const known = folders.get(path);
    known?.manifests.push(manifest);
    if (known) continue;
    const folder: Folder = { path, manifests: [manifest] };
    folders.set(path, folder);
    for (const name of new Set(path.split('/'))) {
      const list = index.get(name);
      if (list) list.push(folder);
      else index.set(name, [folder]);
    }
  }
  return index;
}
