import { type FieldPath, mapOf, textOf } from '../../../kubernetes/access';
import { applicationsOf, sourcesOf } from '../delivery/applications';
import { folderOf, hasFolder } from '../delivery/folders';
import type { Manifest } from '../../objects/manifest';
import type { TreeRule } from '../rule';
import { type Graph, graphOf } from '../../objects/graph';
import { linksOf } from '../../objects/links';
import { titleOf } from '../../objects/names';

const kustomization = 'kustomize.toolkit.fluxcd.io/Kustomization';

/** Whoever waits for whoever waits for them waits for ever. */
export const dependencyCycle: TreeRule = {
  id: 'reference/dependency-cycle',
  description: 'a Flux Kustomization that depends on itself, through others or directly',
  example: '`a` with `dependsOn: [{ name: b }]` and `b` with `dependsOn: [{ name: a }]`',
  *checkTree(tree, context) {
    const links = linksOf(tree, context);
    const waits = (manifest: Manifest) =>
      (links.from.get(manifest) ?? []).filter(({ to, path }) => to === kustomization && path[1] === 'dependsOn');
    for (const manifest of graphOf(tree, context).ofKind(kustomization)) {
      const seen = new Set<Manifest>();
      for (const first of waits(manifest)) {
        const open = [first.target?.manifest];
        for (let next = open.pop(); next; next = open.pop()) {
          if (seen.has(next)) continue;
          seen.add(next);
          open.push(...waits(next).flatMap(({ target }) => target?.manifest ?? []));
        }
        if (!seen.has(manifest)) continue;
        const message = `${titleOf(manifest)} waits for "${first.name}", which waits for it; remove one of the two`;
        yield [manifest, { path: first.path, message }];
        break;
      }
    }
  },
};

/** Every folder that an engine is sent to, and by which field of what. */
function sourcePaths(graph: Graph): { manifest: Manifest; field: FieldPath; path: string }[] {
  const ofApplications = applicationsOf(graph).flatMap((application) =>
    sourcesOf(application).map(({ path, folder }) => ({
      manifest: application.manifest,
      field: application.fieldAt([...path, 'path']),
      path: folderOf(folder) ?? '',
    })),
  );
  const ofFlux = graph.ofKind(kustomization).map((manifest) => ({
    manifest,
    field: ['spec', 'path'],
    path: folderOf(textOf(mapOf(manifest.object.spec).path)) ?? '',
  }));
  return [...ofApplications, ...ofFlux].filter(({ path }) => path !== '');
}

/** Argo CD and Flux are sent to folders that exist. */
export const sourceFolder: TreeRule = {
  id: 'reference/source-path',
  description: 'an Application or Flux Kustomization of a folder that the tree does not have',
  example: '`path: ./gitops/dev/platfrom`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    const sources = sourcePaths(graph);
    // Without namespaces the tree is a part of something, and so are its folders.
    if (sources.length === 0 || graph.namespaces.size === 0) return;
    for (const { manifest, field, path } of sources) {
      if (hasFolder(tree, path) || !isInside(manifest, path)) continue;
      const message = `no file is in folder "${path}"; write the path of one that has some`;
      yield [manifest, { path: field, message }];
    }
  },
};

/** Whether the files were read from the repository that the path is in: its first folder leads to the object itself. */
function isInside({ file }: Manifest, path: string): boolean {
  const [first = ''] = path.split('/');
  return path.includes('/') && `/${file.replaceAll('\\', '/')}`.includes(`/${first}/`);
}
