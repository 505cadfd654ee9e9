import path from 'node:path';
import { textOf } from '../kubernetes/access';
import { groupKindOf } from '../kubernetes/kinds';
import { graphOf } from '../pipeline/objects/graph';
import type { Manifest } from '../pipeline/objects/manifest';
import { labelsOf, nameOf, namespaceOf } from '../pipeline/objects/names';
import { type Picture, pictureOf } from '../pipeline/picture/model';

/** The picture of anybody's objects. Who runs pods is a component; in which order they come, nobody has said. */
export function foreignPicture(title: string, manifests: readonly Manifest[], folders: readonly string[]): Picture {
  const entries = manifests.map((manifest) => ({
    manifest,
    kind: groupKindOf(manifest.object),
    namespace: namespaceOf(manifest),
    component: componentOf(manifest, folders),
  }));
  const graph = graphOf(manifests, {});
  const running = new Set(graph.pods.all.map(({ manifest }) => manifest));
  const components = entries.filter(({ manifest }) => running.has(manifest)).map(({ component }) => component);
  const stages = [...new Set(components)].map((component) => ({ component, dependsOn: [], wave: 0 }));
  return pictureOf(title, { entries, graph }, stages, []);
}

/** The first folder below one that was asked for; of what lies in none, the label that most people set, or the name. */
function componentOf(manifest: Manifest, folders: readonly string[]): string {
  const below = folders
    .map((folder) => path.relative(folder, manifest.file).split(path.sep))
    .find(([first]) => first !== '..');
  if (below && below.length > 1 && below[0]) return below[0];
  const labels = labelsOf(manifest);
  return textOf(labels['app.kubernetes.io/name']) ?? textOf(labels.app) ?? nameOf(manifest);
}
