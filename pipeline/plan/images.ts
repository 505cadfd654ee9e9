import { imagePairs, imagesIn } from './rules/workloads';
import type { Difference } from './match';
import type { Tree } from './tree';
import type { ImageChange } from './types';

/** The images that components run instead of others, besides others, and no more; each once. */
export function imageChanges(differences: readonly Difference[], before: Tree, after: Tree): ImageChange[] {
  const changes: ImageChange[] = [];
  for (const { before: was, after: is } of differences) {
    if (was && is) for (const pair of imagePairs(was, is)) changes.push({ component: is.component, ...pair });
  }
  const told = new Set(
    changes.flatMap(({ component, from, to }) => [`${component} - ${from}`, `${component} + ${to}`]),
  );
  const [old, current] = [imagesByComponent(before), imagesByComponent(after)];
  for (const { before: was, after: is } of differences) {
    const added = [...(is ? imagesIn(is).values() : [])].filter((image) => !old.has(`${is?.component} ${image}`));
    const gone = [...(was ? imagesIn(was).values() : [])].filter((image) => !current.has(`${was?.component} ${image}`));
    for (const to of added)
      if (is && !told.has(`${is.component} + ${to}`)) changes.push({ component: is.component, from: null, to });
    for (const from of gone)
      if (was && !told.has(`${was.component} - ${from}`)) changes.push({ component: was.component, from, to: null });
  }
  const unique = new Map(changes.map((change) => [JSON.stringify([change.component, change.from, change.to]), change]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
}

function imagesByComponent(tree: Tree): ReadonlySet<string> {
  return new Set(
    tree.entries.flatMap((entry) => [...imagesIn(entry).values()].map((image) => `${entry.component} ${image}`)),
  );
}
