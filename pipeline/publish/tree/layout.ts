import type { ObjectName } from '../../problem';
import { type Plain, writeYaml } from '../../yaml/write';
import { marker } from './rendered';

/** Objects of one folder, as the charts made them. */
export interface Folder {
  readonly name: string;
  readonly source: string;
  readonly reconciled: boolean;
  readonly manifests: readonly TreeObject[];
}

export interface TreeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** One file of the tree. */
export interface TreeFile {
  /** Below the tree's root, with `/`: `<env>/<component>/<kind>-<name>.yaml`. */
  readonly path: string;
  readonly text: string;
  readonly object: TreeObject;
}

/** The files of an environment, in the order of folders and paths. */
export function layOut(environment: string, folders: readonly Folder[]): TreeFile[] {
  return folders.flatMap((folder) => {
    const header = `${marker}${folder.source} for ${environment}; edit that, not this file.\n`;
    const names = fileNames(folder.manifests);
    return folder.manifests
      .map((object, index) => ({
        path: `${environment}/${folder.name}/${names[index]}`,
        text: header + writeYaml(object as unknown as Plain),
        object,
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  });
}

/** `<kind>-<name>.yaml`, with the namespace in between only where two objects of the folder would collide. */
function fileNames(objects: readonly TreeObject[]): string[] {
  const short = objects.map(({ kind, metadata }) => fileName(kind, metadata.name));
  const count = new Map<string, number>();
  for (const name of short) count.set(name, (count.get(name) ?? 0) + 1);
  return objects.map(({ kind, metadata }, index) => {
    const name = short[index] ?? '';
    if (count.get(name) === 1 || metadata.namespace === undefined) return name;
    return fileName(kind, `${metadata.namespace}-${metadata.name}`);
  });
}

/** RBAC names may hold `:`, which some file systems refuse. */
function fileName(kind: string, name: string): string {
  return `${kind.toLowerCase()}-${name.replaceAll(':', '_')}.yaml`;
}

/** Paths that two objects claim, case-insensitively, because some file systems take them for one file. */
export function collisions(files: readonly TreeFile[]): TreeFile[] {
  const seen = new Set<string>();
  return files.filter(({ path }) => {
    const key = path.toLowerCase();
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

/** How problems name an object. */
export function objectName({ apiVersion, kind, metadata }: TreeObject): ObjectName {
  const { namespace, name } = metadata;
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name };
}
