import { type Data, mapOf } from '../../../kubernetes/access';

/** A place in an object: keys, and of items of lists what they are called. */
export type Place = string;

const separator = '\0';

/** Lists whose items have a name, as the API server merges them (`x-kubernetes-list-map-keys`). */
function isNamed(list: readonly unknown[]): list is readonly Data[] {
  return list.length > 0 && list.every((item) => typeof mapOf(item).name === 'string');
}

/** Every value of an object by its place; lists of other things are one value. */
export function leaves(value: unknown, place: Place = ''): Map<Place, unknown> {
  const below = (entries: readonly (readonly [string, unknown])[]) =>
    new Map(entries.flatMap(([key, member]) => [...leaves(member, `${place}${separator}${key}`)]));
  if (Array.isArray(value) && isNamed(value)) return below(value.map((item) => [`[${String(item.name)}]`, item]));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return new Map([[place, value]]);
  return below(Object.entries(value));
}

/** As conflicts are told: `.spec.template.spec.containers[name="web"].image`. */
export function text(place: Place): string {
  const [, ...steps] = place.split(separator);
  return steps.map((step) => (step.startsWith('[') ? step.replace(/^\[(.*)\]$/, '[name="$1"]') : `.${step}`)).join('');
}

/** An object with what is applied to it laid over. */
export function merged(live: unknown, applied: unknown): unknown {
  if (Array.isArray(live) && Array.isArray(applied) && isNamed(live) && isNamed(applied)) {
    const other = (name: unknown) => applied.find((item) => item.name === name);
    const kept = live.map((item) => (other(item.name) ? merged(item, other(item.name)) : item));
    return [...kept, ...applied.filter(({ name }) => !live.some((item) => item.name === name))];
  }
  if (Array.isArray(applied) || applied === null || typeof applied !== 'object') return applied;
  const all: Record<string, unknown> = { ...mapOf(live) };
  for (const [key, value] of Object.entries(applied)) all[key] = merged(all[key], value);
  return all;
}

/** An object without the values at some places, and without the items of which only their name is left. */
export function pruned(value: unknown, gone: ReadonlySet<Place>, place: Place = ''): unknown {
  if (Array.isArray(value) && isNamed(value)) {
    const kept = value.map((item) => pruned(item, gone, `${place}${separator}[${String(item.name)}]`));
    return kept.filter((item) => Object.keys(mapOf(item)).length > 0);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !gone.has(`${place}${separator}${key}`));
  return Object.fromEntries(kept.map(([key, member]) => [key, pruned(member, gone, `${place}${separator}${key}`)]));
}

/** An object after a patch of kubectl's: null takes a field away, items of lists are found by their name. */
export function patched(live: unknown, patch: unknown): unknown {
  if (Array.isArray(live) && Array.isArray(patch) && isNamed(live) && isNamed(patch)) {
    const other = (name: unknown) => patch.find((item) => item.name === name);
    const kept = live.filter(({ name }) => other(name)?.$patch !== 'delete');
    const next = kept.map((item) => (other(item.name) ? patched(item, other(item.name)) : item));
    return [...next, ...patch.filter(({ name, $patch }) => !$patch && !live.some((item) => item.name === name))];
  }
  if (Array.isArray(patch) || patch === null || typeof patch !== 'object') return patch;
  const all: Record<string, unknown> = { ...mapOf(live) };
  // Those with a dollar tell the order of lists, and nothing else here.
  for (const [key, value] of Object.entries(patch).filter(([name]) => !name.startsWith('$'))) {
    if (value === null) delete all[key];
    else all[key] = patched(all[key], value);
  }
  return all;
}
