import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { forPods, isSet, type PodScope } from './scope';
import { sourceChecks } from './volume-sources';

/** The volumes of a pod as they count: claims of a StatefulSet replace volumes of the same name. */
function* ownVolumes({ object, spec, path }: PodScope): Generator<{ volume: Data; path: FieldPath }> {
  const claims = object.kind === 'StatefulSet' ? mapsOf(mapOf(object.spec).volumeClaimTemplates) : [];
  const replaced = new Set(claims.map(({ item }) => mapOf(item.metadata).name));
  for (const { item, index } of mapsOf(spec.volumes))
    if (!replaced.has(item.name)) yield { volume: item, path: [...path, 'volumes', index] };
}

/** Volumes have names that mounts refer to. */
export const volumeName = forPods({
  id: 'value/volume-name',
  description: 'a volume whose name is empty, not a DNS label, or there twice',
  example: '`volumes: [{ name: web_data, emptyDir: {} }]`',
  *check(pod) {
    const names = [];
    for (const { volume, path } of ownVolumes(pod)) {
      const name = textOf(volume.name);
      yield* notValid([...path, 'name'], name, forms.label, 'volume name');
      names.push({ key: name, path: [...path, 'name'] });
    }
    yield* repeated(names, (name) => `another volume is called "${name}" already; choose another name`);
  },
});

/** Volumes come from one place; without any, it is an empty directory. */
export const volumeSource = forPods({
  id: 'value/volume-source',
  description: 'a volume with two sources',
  example: '`{ name: data, emptyDir: {}, configMap: { name: a } }`',
  *check(pod) {
    for (const { volume, path } of ownVolumes(pod)) {
      const given = Object.keys(volume).filter((field) => field !== 'name' && isSet(volume[field]));
      if (given.length > 1) yield wrong([...path, given[1] ?? ''], `"${given[0]}" is its source already; keep one`);
    }
  },
});

/** Sources are whole. */
export const volumeField = forPods({
  id: 'value/volume-field',
  description: 'a volume source that lacks a field, or has an invalid mode, path, type or size',
  example: '`configMap: { name: app, items: [{ key: a, path: ../a }] }`',
  *check(pod) {
    for (const { volume, path } of ownVolumes(pod)) yield* sourceFindings(volume, path);
  },
});

function* sourceFindings(volume: Data, path: FieldPath): Generator<Finding> {
  for (const field in volume) {
    const check = Object.hasOwn(sourceChecks, field) ? sourceChecks[field] : undefined;
    if (check && isSet(volume[field])) yield* check(mapOf(volume[field]), [...path, field]);
  }
}
