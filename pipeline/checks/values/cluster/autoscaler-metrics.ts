import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, neitherOf, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { autoscaler } from './autoscaler';
import { isContainerResource, quantityOf } from './resources';

/** Which field describes which metric, and what its target may be. */
const sources: Readonly<Record<string, { field: string; targets: readonly string[]; exclusive: boolean }>> = {
  ContainerResource: {
    field: 'containerResource',
    targets: ['averageUtilization', 'averageValue'],
    exclusive: true,
  },
  External: {
    field: 'external',
    targets: ['value', 'averageValue'],
    exclusive: true,
  },
  Object: {
    field: 'object',
    targets: ['value', 'averageValue'],
    exclusive: false,
  },
  Pods: { field: 'pods', targets: ['averageValue'], exclusive: false },
  Resource: {
    field: 'resource',
    targets: ['averageUtilization', 'averageValue'],
    exclusive: true,
  },
};

/** Each metric is described by the field of its type. */
export const autoscalerMetrics = forKinds({
  id: 'value/autoscaler-metric',
  description: 'a metric without the field of its type, or with the field of another type',
  example: '`{ type: Resource, pods: {} }`',
  kinds: autoscaler,
  *check(object) {
    for (const { item, index } of mapsOf(mapOf(object.spec).metrics)) {
      const path = ['spec', 'metrics', index];
      const type = textOf(item.type) ?? '';
      yield* neitherOf([...path, 'type'], item.type, Object.keys(sources));
      const wanted = sources[type]?.field;
      if (wanted === undefined) continue;
      if ((item[wanted] ?? null) === null) yield wrong(path, `a metric of type ${type} needs "${wanted}"; set it`);
      for (const { field } of Object.values(sources))
        if (field !== wanted && (item[field] ?? null) !== null)
          yield wrong([...path, field], `belongs to another type than ${type}; remove it`);
    }
  },
});

/** Each metric has a target that it can be measured against. */
export const autoscalerMetricTargets = forKinds({
  id: 'value/autoscaler-metric-target',
  description:
    'a metric target without a value that fits its source, with two values, or with one that is not above zero',
  example: '`resource: { name: cpu, target: { type: Utilization } }`',
  kinds: autoscaler,
  *check(object) {
    for (const { item, index } of mapsOf(mapOf(object.spec).metrics)) {
      const source = sources[textOf(item.type) ?? ''];
      if (!source || (item[source.field] ?? null) === null) continue;
      const path = ['spec', 'metrics', index, source.field, 'target'];
      const { target } = mapOf(item[source.field]);
      if (target !== undefined) yield* targetFindings(mapOf(target), source, path);
      if (source.field === 'containerResource')
        yield* containerFindings(mapOf(item.containerResource), path.slice(0, -1));
    }
  },
});

function* containerFindings({ name, container }: Data, path: FieldPath): Generator<Finding> {
  if (typeof name === 'string' && !(isQualifiedName(name) && isContainerResource(name)))
    yield wrong([...path, 'name'], `containers have no "${name}"`);
  yield* notValid([...path, 'container'], container, forms.label, 'container name');
}

function* targetFindings(target: Data, source: (typeof sources)[string], path: FieldPath): Generator<Finding> {
  yield* neitherOf([...path, 'type'], target.type, ['Utilization', 'Value', 'AverageValue']);
  const given = source.targets.filter((field) => (target[field] ?? null) !== null);
  if (given.length === 0) yield wrong(path, `needs ${source.targets.map((one) => `"${one}"`).join(' or ')}; set it`);
  if (given.length > 1 && source.exclusive) yield wrong([...path, given[1] ?? ''], `excludes "${given[0]}"; keep one`);
  for (const field of ['averageUtilization', 'averageValue', 'value']) {
    const amount = quantityOf(target[field]) ?? 1;
    if (Number.isNaN(amount)) yield wrong([...path, field], `"${String(target[field])}" is not a valid quantity`);
    else if (amount <= 0) yield wrong([...path, field], 'must be more than 0');
  }
}
