import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, repeated, wrong } from '../for-kinds';
import { exceeds, isContainerResource, isQuotaResource, quantityFindings, quantityOf } from './resources';

const kinds = '/LimitRange';
const bounds = ['min', 'defaultRequest', 'default', 'max'] as const;

function limitsOf(object: Data) {
  return mapsOf(mapOf(object.spec).limits).map(({ item, index }) => ({
    limit: item,
    path: ['spec', 'limits', index],
  }));
}

/** What a limit is about. */
export const limitTypes = forKinds({
  id: 'value/limit-range-type',
  description:
    'limits of an unknown type, limits twice for the same type, or limits of resources that the type does not have',
  example: '`limits: [{ type: Containers }]`',
  kinds,
  *check(object) {
    const limits = limitsOf(object);
    for (const { limit, path } of limits) yield* typeFindings(limit, path);
    const types = limits.map(({ limit, path }) => ({
      key: textOf(limit.type),
      path: [...path, 'type'],
    }));
    yield* repeated(types, (type) => `limits for ${type} are there already; put both into one`);
  },
});

function* typeFindings(limit: Data, path: FieldPath): Generator<Finding> {
  const type = textOf(limit.type) ?? '';
  const known = type.includes('/')
    ? isQualifiedName(type)
    : ['Pod', 'Container', 'PersistentVolumeClaim'].includes(type);
  if (!known)
    yield wrong([...path, 'type'], `"${type}" has no limits; use "Container", "Pod" or "PersistentVolumeClaim"`);
  for (const bound of [...bounds, 'maxLimitRequestRatio']) {
    const inPods = type === 'Pod' && bound.startsWith('default');
    if (inPods && Object.keys(mapOf(limit[bound])).length > 0)
      yield wrong([...path, bound], 'pods have no defaults; set them for type Container');
    for (const name of inPods ? [] : Object.keys(mapOf(limit[bound]))) {
      const fits = type === 'Pod' || type === 'Container' ? isContainerResource(name) : isResource(name);
      if (!fits || !isQualifiedName(name)) yield wrong([...path, bound, name], `a ${type} has no "${name}"`);
    }
  }
  const storage = [limit.min, limit.max].some((map) => mapOf(map).storage !== undefined);
  if (type === 'PersistentVolumeClaim' && !storage) yield wrong(path, 'needs "storage" in "min" or "max"');
}

function isResource(name: string): boolean {
  return name === 'storage' || isQuotaResource(name);
}

/** The bounds of a limit are in order. */
export const limitOrder = forKinds({
  id: 'value/limit-range-order',
  description: 'limits whose minimum, default request, default limit and maximum are not in this order',
  example: '`min: { cpu: "2" }` with `max: { cpu: "1" }`',
  kinds,
  *check(object) {
    for (const { limit, path } of limitsOf(object)) {
      const given = bounds.filter((bound) => limit.type !== 'Pod' || bound === 'min' || bound === 'max');
      for (const bound of [...given, 'maxLimitRequestRatio']) yield* quantityFindings(limit[bound], [...path, bound]);
      for (const [index, lower] of given.entries())
        for (const upper of given.slice(index + 1)) yield* orderFindings(limit, lower, upper, path);
    }
  },
});

function* orderFindings(limit: Data, lower: string, upper: string, path: FieldPath): Generator<Finding> {
  const [low, high] = [mapOf(limit[lower]), mapOf(limit[upper])];
  for (const name of Object.keys(low)) {
    if (exceeds(quantityOf(low[name]), quantityOf(high[name])))
      yield wrong(
        [...path, lower, name],
        `"${lower}" ${String(low[name])} is above "${upper}" ${String(high[name])}; swap them`,
      );
  }
}

/** How far a limit may be above a request. */
export const limitRatio = forKinds({
  id: 'value/limit-range-ratio',
  description: 'a ratio of limit to request below 1, or above that of maximum to minimum',
  example: '`maxLimitRequestRatio: { cpu: "0.5" }`',
  kinds,
  *check(object) {
    for (const { limit, path } of limitsOf(object)) {
      for (const [name, value] of Object.entries(mapOf(limit.maxLimitRequestRatio))) {
        const ratio = quantityOf(value);
        const [min, max] = [quantityOf(mapOf(limit.min)[name]), quantityOf(mapOf(limit.max)[name])];
        const at = [...path, 'maxLimitRequestRatio', name];
        if (ratio !== undefined && ratio < 1) yield wrong(at, 'must be at least 1');
        else if (min && max && exceeds(ratio, max / min))
          yield wrong(at, `is above ${max / min}, the ratio of "max" to "min"; lower it`);
      }
    }
  },
});
