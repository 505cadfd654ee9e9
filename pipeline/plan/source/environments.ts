import path from 'node:path';
import type { Content, Files } from './files';

/** The part of a tree that goes to one cluster. */
export interface EnvironmentFiles {
  readonly name: string;
  /** Below the environment's folder: `<component>/<file>`. */
  readonly files: Files;
  /** Whether it is the whole tree, by the name of its folder. */
  readonly isAlone: boolean;
  /** Its folder, below the tree's root. @default - the name */
  readonly folder?: string;
}

/** What folders are called that hold one folder for each cluster, and what those are called wherever they lie. */
const holders = /^(clusters|environments|envs)$/;
const environmentWords =
  /(^|[-_.])(dev|development|test|testing|qa|uat|int|integration|stage|staging|preprod|prod|production|live)([-_.\d]|$)/;

/**
 * The environments of a tree: `<env>/<component>/<file>`, also below a single `clusters/`; and `<env>/<file>`, where the
 * names of the folders leave no doubt, because components of one environment lie like that as well. Any other folder, as that
 * of one environment, which has its index, is a single environment by the name of that folder.
 */
export function environmentsOf(files: Files, source: string): EnvironmentFiles[] {
  if (files.size === 0) return [];
  const holder = onlyFolder(files);
  if (holder !== undefined && holders.test(holder)) {
    return environmentsOf(below(files, holder), `${source}/${holder}`).map((one) => ({
      ...one,
      folder: one.isAlone ? holder : `${holder}/${one.folder ?? one.name}`,
    }));
  }
  if (!isTree(files, folderName(source))) return [{ name: folderName(source), files, isAlone: true }];
  const names = [...new Set([...files.keys()].map((file) => file.slice(0, file.indexOf('/'))))].sort();
  const byName = new Map(names.map((name) => [name, new Map<string, Content>()]));
  for (const [file, content] of files) {
    const slash = file.indexOf('/');
    byName.get(file.slice(0, slash))?.set(file.slice(slash + 1), content);
  }
  return [...byName].map(([name, own]) => ({ name, files: own, isAlone: false }));
}

function isTree(files: Files, name: string): boolean {
  const all = [...files.keys()].map((file) => file.split('/'));
  if (all.every((parts) => parts.length >= 3 || isIndex(parts))) return true;
  if (all.some((parts) => parts.length < 2)) return false;
  return holders.test(name) || all.every(([folder = '']) => environmentWords.test(folder));
}

/** The folder that everything lies in. */
function onlyFolder(files: Files): string | undefined {
  const [first = ''] = files.keys();
  const slash = first.indexOf('/');
  const folder = first.slice(0, slash + 1);
  return slash > 0 && [...files.keys()].every((file) => file.startsWith(folder)) ? folder.slice(0, -1) : undefined;
}

function below(files: Files, folder: string): Files {
  return new Map([...files].map(([file, content]) => [file.slice(folder.length + 1), content]));
}

/** `<env>/kustomization.yaml`. */
function isIndex(parts: readonly string[]): boolean {
  return parts.length === 2 && parts[1] === 'kustomization.yaml';
}

/** The last part of `gitops/staging`, `git:main` or `git:main:gitops/staging`. */
function folderName(source: string): string {
  return path.posix.basename(path.resolve(source.split(':').at(-1) ?? ''));
}
