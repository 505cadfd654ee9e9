import { type Data, mapsOf } from '../access';

/** Containers of an operator, with those that an object gives merged into them by name. */
export function mergedContainers(own: readonly Data[], given: unknown): Data[] {
  const all = new Map(own.map((container) => [container.name, container]));
  for (const { item } of mapsOf(given)) all.set(item.name, { ...all.get(item.name), ...item });
  return [...all.values()];
}
