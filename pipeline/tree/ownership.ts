import { readFileSync } from 'node:fs';
import path from 'node:path';
import { marker } from './layout';

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
 * Reads the indexes of the tree at `root`; `files` are its regular files. An index counts while its first line says that
 * it was rendered for the folder it is in: a copy belongs to whoever made it.
 */
export function ownership(root: string, files: readonly string[]): Ownership {
  const all = new Set(files);
  const isOurs = (file: string) => all.has(file) && isRendered(root, file);
  const environments = files.filter((file) => /^[^/]+\/kustomization\.yaml$/.test(file) && isOurs(file));
  const listed = environments.flatMap((index) => [index, ...listedBelow(root, path.posix.dirname(index), isOurs)]);
  const isListed = new Set(listed);
  return {
    removable: new Set(listed.filter(isOurs)),
    isReplaceable: (file) => isListed.has(file) || isOurs(file),
  };
}

function listedBelow(root: string, environment: string, isOurs: (file: string) => boolean): string[] {
  return [...entriesOf(root, environment), ...engines].flatMap((name) => {
    const folder = `${environment}/${name}`;
    const index = `${folder}/kustomization.yaml`;
    return isOurs(index) ? [index, ...entriesOf(root, folder).map((file) => `${folder}/${file}`)] : [];
  });
}

/**
 * What an index lists. Read line by line, not as YAML: after a merge conflict it may list two versions of a file, and
 * both are ours.
 */
function entriesOf(root: string, folder: string): string[] {
  const text = readFileSync(path.join(root, folder, 'kustomization.yaml'), 'utf8');
  return [...text.matchAll(/^- ['"]?([^\s'"/]+)['"]?$/gm)].map(([, name = '']) => name);
}

function isRendered(root: string, file: string): boolean {
  const [line = ''] = readFileSync(path.join(root, file), 'utf8').split('\n', 1);
  return line.startsWith(marker) && line.includes(` for ${file.split('/')[0]};`);
}
