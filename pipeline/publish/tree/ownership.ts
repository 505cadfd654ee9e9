import { isRendered } from './rendered';

/** Folders of an environment that its index leaves out, because they are applied to an engine and not by it. */
const engines = ['argocd', 'flux'];

/** Which files of a published tree an earlier publish wrote, as far as that can be told. */
export interface Ownership {
  /** Listed by an index of ours, and beginning as we begin files: these may go. */
  readonly removable: ReadonlySet<string>;

  /** Whether a rendered file may take the place of this one; one of the two signs is enough then. */
  readonly isReplaceable: (file: string) => boolean;
}

/**
 * Reads the indexes among `files`, the regular files of a tree. An index counts while its first line says that it was
 * rendered for the folder it is in, or the environment's index lists its folder: any other copy belongs to whoever made it.
 */
export function ownership(files: readonly string[], read: (file: string) => string): Ownership {
  const all = new Set(files);
  const isOurs = (file: string) => all.has(file) && isRendered(read(file), file.split('/')[0]);
  const isListed = new Set(environmentsOf(files, isOurs).flatMap((name) => listed(name)));
  return {
    removable: new Set([...isListed].filter(isOurs)),
    isReplaceable: (file) => isListed.has(file) || isOurs(file),
  };

  function listed(environment: string): string[] {
    const root = `${environment}/kustomization.yaml`;
    const folders = all.has(root) ? entriesOf(read(root)) : [];
    const own = [...folders, ...engines].map((name) => `${environment}/${name}`);
    return [root, ...own.flatMap((folder) => listedIn(folder, folders.includes(folder.slice(environment.length + 1))))];
  }

  function listedIn(folder: string, isKnown: boolean): string[] {
    const index = `${folder}/kustomization.yaml`;
    if (!all.has(index) || !(isKnown || isOurs(index))) return [];
    return [index, ...entriesOf(read(index)).map((file) => `${folder}/${file}`)];
  }
}

/** By their own index or, where that was damaged, by one below it. */
function environmentsOf(files: readonly string[], isOurs: (file: string) => boolean): string[] {
  const indexes = files.filter((file) => /^[^/]+\/(?:[^/]+\/)?kustomization\.yaml$/.test(file));
  return [...new Set(indexes.filter(isOurs).map((file) => file.split('/')[0] ?? ''))];
}

/**
 * What an index lists. Read line by line, not as YAML: after a merge conflict it may list two versions of a file, and
 * both are ours.
 */
function entriesOf(text: string): string[] {
  return [...text.matchAll(/^- ['"]?([^\s'"/]+)['"]?\r?$/gm)].map(([, name = '']) => name);
}
