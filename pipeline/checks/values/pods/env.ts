import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain, isEnvVarName } from '../../../../kubernetes/syntax';
import type { Context, Finding } from '../../rule';
import { repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { envFieldFindings, resourceFieldFindings } from './downward';
import { climbs, forContainers, isEmpty, isSet, type PodScope, volumesOf } from './scope';

/** Environment variables have names. */
export const envName = forContainers({
  id: 'value/env-name',
  description: 'an environment variable whose name is empty or has characters that names may not have',
  example: '`name: A=B`',
  *check({ env, envFrom }, path, { context }) {
    for (const { item, index } of mapsOf(env)) yield* nameFindings(item.name, [...path, 'env', index, 'name'], context);
    for (const { item, index } of mapsOf(envFrom)) {
      if (!isEmpty(item.prefix)) yield* nameFindings(item.prefix, [...path, 'envFrom', index, 'prefix'], context);
    }
  },
});

function* nameFindings(name: unknown, path: FieldPath, { minor }: Context): Generator<Finding> {
  if (typeof name !== 'string' || isEnvVarName(name, minor)) return;
  yield wrong(path, `"${name}" is not a valid environment variable name; use letters, digits and "_"`);
}

/** A variable stands once in a list: server-side apply knows them by name. */
export const envTwice = forContainers({
  id: 'value/env-twice',
  description: 'an environment variable twice in a container, which server-side apply refuses',
  example: '`env: [{ name: A, value: x }, { name: A, value: y }]`',
  check: ({ env }, path) =>
    repeated(
      mapsOf(env).map(({ item, index }) => ({ key: textOf(item.name), path: [...path, 'env', index] })),
      (name) => `"${name}" is set already; keep one`,
    ),
});

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

/** A variable comes from one place. */
export const envSource = forContainers({
  id: 'value/env-source',
  description: 'an environment variable with a value and a source, or a `valueFrom` with no source or several',
  example: '`{ name: A, value: x, valueFrom: { secretKeyRef: … } }`',
  *check({ env }, path) {
    for (const { item, index } of mapsOf(env)) {
      const given = sources.filter((source) => isSet(mapOf(item.valueFrom)[source]));
      const here = [...path, 'env', index, 'valueFrom'];
      if (!isSet(item.valueFrom)) continue;
      if (given.length === 0) yield wrong(here, `names no source; set one of ${sources.slice(0, 4).join(', ')}`);
      else if (!isEmpty(item.value)) yield wrong(here, 'there is a "value" already; remove one of them');
      else if (given.length > 1)
        yield wrong([...here, given[1] ?? ''], `"${given[0]}" is its source already; keep one`);
    }
  },
});

/** Sources say what they mean. */
export const envReference = forContainers({
  id: 'value/env-reference',
  description: 'a source of an environment variable without a name or key, or a field that variables cannot show',
  example: '`fieldRef: { fieldPath: spec.replicas }`',
  *check({ env }, path, pod) {
    for (const { item, index } of mapsOf(env)) {
      if (!isSet(item.valueFrom)) continue;
      const here = [...path, 'env', index, 'valueFrom'];
      const from = mapOf(item.valueFrom);
      for (const field of ['configMapKeyRef', 'secretKeyRef']) yield* keyFindings(from[field], [...here, field]);
      if (isSet(from.fileKeyRef)) yield* fileFindings(mapOf(from.fileKeyRef), [...here, 'fileKeyRef'], pod);
      yield* envFieldFindings(from.fieldRef, [...here, 'fieldRef'], pod.context);
      yield* resourceFieldFindings(from.resourceFieldRef, [...here, 'resourceFieldRef']);
    }
  },
});

function* keyFindings(reference: unknown, path: FieldPath): Generator<Finding> {
  if (!isSet(reference)) return;
  const { name, key } = mapOf(reference);
  if (isEmpty(name)) yield wrong(path, 'names no object; set "name"');
  else yield* notValid([...path, 'name'], name, forms.subdomain, 'object name');
  if (key === '') yield wrong([...path, 'key'], 'is empty; say which key');
  else yield* notValid([...path, 'key'], key, forms.configKey, 'key');
}

function* fileFindings({ key, volumeName, path: file }: Data, path: FieldPath, pod: PodScope): Generator<Finding> {
  if (key === '' || textOf(key)?.includes('=')) yield wrong([...path, 'key'], 'must be the name of a variable');
  const volume = volumesOf(pod).get(textOf(volumeName) ?? '');
  if (!volume) yield wrong([...path, 'volumeName'], `the pod has no volume "${String(volumeName)}"; add it`);
  else if (sourceOf(volume) !== 'emptyDir') yield wrong([...path, 'volumeName'], 'must be an "emptyDir"');
  if (file === '' || climbs(textOf(file) ?? ''))
    yield wrong([...path, 'path'], 'must be a path inside the volume without ".."');
}

/** Where a volume comes from; an empty directory when nothing is said. */
function sourceOf(volume: Data): string {
  return Object.keys(volume).find((field) => field !== 'name' && isSet(volume[field])) ?? 'emptyDir';
}

/** Whole objects as variables. */
export const envFrom = forContainers({
  id: 'value/env-from',
  description: 'an `envFrom` with no source or with two, or with a source without a name',
  example: '`envFrom: [{ prefix: DB_ }]`',
  *check({ envFrom: list }, path) {
    for (const { item, index } of mapsOf(list)) {
      const here = [...path, 'envFrom', index];
      const given = ['configMapRef', 'secretRef'].filter((source) => isSet(item[source]));
      if (given.length === 0) yield wrong(here, 'names no source; set "configMapRef" or "secretRef"');
      if (given.length > 1) yield wrong(here, 'has two sources; make two entries of it');
      for (const field of given) yield* sourceFindings(mapOf(item[field]), [...here, field]);
    }
  },
});

function* sourceFindings({ name }: Data, path: FieldPath): Generator<Finding> {
  if (isEmpty(name)) yield wrong(path, 'names no object; set "name"');
  // Taken for the beginning of a name, which may end with "-".
  else if (typeof name === 'string' && !isDnsSubdomain(name.replace(/-$/, 'a')))
    yield* notValid([...path, 'name'], name, forms.subdomain, 'object name');
}
