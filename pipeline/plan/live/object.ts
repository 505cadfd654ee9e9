import { type Data, listOf, mapOf, textOf } from '../../../kubernetes/access';
import { podOf } from '../../../kubernetes/kinds';
import { without } from '../hidden';
import type { Entry } from '../tree';

/** What the API server keeps about an object and nobody applies. */
const kept = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'];

/** An object as somebody might have written it: without what the API server and controllers say of it. */
export function bare(object: Data): Data {
  const metadata = without(mapOf(object.metadata), ...kept);
  return { ...without(object, 'status'), metadata };
}

/** A live object with what is written of it laid over: as nearly as can be known what it would be, were it applied. */
export function overlaid(live: unknown, written: unknown): unknown {
  if (Array.isArray(written)) {
    return written.map((item: unknown, index) => {
      const { name } = mapOf(item);
      const twins = listOf(live);
      const twin = name === undefined ? twins[index] : twins.find((one) => mapOf(one).name === name);
      return twin === undefined ? item : overlaid(twin, item);
    });
  }
  if (written === null || typeof written !== 'object') return written;
  const [old, own] = [mapOf(live), mapOf(written)];
  return {
    ...old,
    ...Object.fromEntries(
      Object.entries(own).map(([key, value]) => [key, Object.hasOwn(old, key) ? overlaid(old[key], value) : value]),
    ),
  };
}

/** Whether somebody else made it and cleans it up: it has an owner. */
export function isOwned(object: Data): boolean {
  return listOf(mapOf(object.metadata).ownerReferences).length > 0;
}

/** An object of which only its name is wanted. */
export function nameOnly({ apiVersion, kind, metadata }: Data): Data {
  const { name, namespace } = mapOf(metadata);
  return { apiVersion, kind, metadata: { name, ...(textOf(namespace) !== undefined && { namespace }) } };
}

/** An entry with another state of its object. */
export function withObject(entry: Entry, object: Data): Entry {
  const { namespace, name } = mapOf(object.metadata);
  const manifest = { ...entry.manifest, object, pod: podOf(object) };
  return { ...entry, manifest, namespace: textOf(namespace) ?? '', name: textOf(name) ?? entry.name };
}
