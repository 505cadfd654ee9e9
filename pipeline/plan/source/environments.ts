import path from 'node:path';
import type { Content, Files } from './files';

/** The part of a tree that goes to one cluster. */
export interface EnvironmentFiles {
  readonly name: string;
  /** Below the environment's folder: `<component>/<file>`. */
  readonly files: Files;
  /** Whether it is the whole tree, by the name of its folder. */
  readonly isAlone: boolean;
}

/**
 * The environments of a tree: `<env>/<component>/<file>`. A tree that has manifests nearer to its root, as the folder of
 * one environment has its index, or any other folder, is a single environment by the name of that folder.
 */
export function environmentsOf(files: Files, source: string): EnvironmentFiles[] {
  if (files.size === 0) return [];
  const isTree = [...files.keys()].every((file) => file.split('/').length >= 3 || isIndex(file));
  if (!isTree) return [{ name: folderName(source), files, isAlone: true }];
  const byName = new Map<string, Map<string, Content>>();
  for (const [file, content] of files) {
    const slash = file.indexOf('/');
    const name = file.slice(0, slash);
    const own = byName.get(name) ?? new Map<string, Content>();
    own.set(file.slice(slash + 1), content);
    byName.set(name, own);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => ({ name, files: own, isAlone: false }));
}

/** `<env>/kustomization.yaml`. */
function isIndex(file: string): boolean {
  return file.split('/').length === 2 && path.posix.basename(file) === 'kustomization.yaml';
}

/** The last part of `gitops/staging`, `git:main` or `git:main:gitops/staging`. */
function folderName(source: string): string {
  return path.posix.basename(path.resolve(source.split(':').at(-1) ?? ''));
}
