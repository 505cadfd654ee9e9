import path from 'node:path';
import { imagesIn } from '../pipeline/checks/images';
import { readManifests } from '../pipeline/objects/read';
import { checkExists } from './target';

/** The images that each component of an environment runs, as its published tree says. */
export function imagesByComponent(tree: string, environment: string): Map<string, Set<string>> {
  const folder = path.posix.join(tree, environment);
  checkExists('--to', folder);
  const found = new Map<string, Set<string>>();
  for (const manifest of readManifests([folder]).manifests) {
    const [component = '', ...inside] = path.posix.relative(folder, manifest.file).split('/');
    if (inside.length === 0) continue;
    const images = found.get(component) ?? new Set();
    for (const { image } of imagesIn(manifest)) images.add(image);
    found.set(component, images);
  }
  return found;
}
