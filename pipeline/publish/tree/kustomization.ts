import { writeYaml } from '../../yaml/write';
import type { Folder, TreeFile } from './layout';
import { marker } from './rendered';

/**
 * The indexes that kubectl, Argo CD and Flux read: one per folder, listing exactly its files, and one for the
 * environment, listing the folders that are reconciled.
 */
export function kustomizations(environment: string, folders: readonly Folder[], files: readonly TreeFile[]) {
  const indexes = folders.map(({ name, source }) => {
    const prefix = `${environment}/${name}/`;
    const inside = files.filter(({ path }) => path.startsWith(prefix)).map(({ path }) => path.slice(prefix.length));
    return { path: `${prefix}kustomization.yaml`, text: kustomization(environment, source, inside) };
  });
  const reconciled = folders.filter((folder) => folder.reconciled).map(({ name }) => name);
  const root = kustomization(environment, 'charts', reconciled.sort());
  return [...indexes, { path: `${environment}/kustomization.yaml`, text: root }];
}

function kustomization(environment: string, source: string, resources: readonly string[]): string {
  const index = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources };
  return `${marker}${source} for ${environment}; edit that, not this file.\n${writeYaml(index)}`;
}
