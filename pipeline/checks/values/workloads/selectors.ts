import { type Data, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { forKinds, wrong } from '../for-kinds';
import { labelFindings } from '../metadata/labels';
import { selectorFindings } from '../metadata/selectors';
import { isSet } from '../pods/scope';
import { workloadOf } from './scope';

/** Selectors are labels. */
export const selectorSyntax = forKinds({
  id: 'value/workload-selector',
  description: 'a selector of a workload that is empty, or has invalid keys, values or operators',
  example: '`selector: {}`',
  kinds: 'apps/Deployment apps/ReplicaSet apps/StatefulSet apps/DaemonSet batch/Job batch/CronJob',
  *check(object) {
    const { kind, spec, path } = workloadOf(object);
    const field = [...path, 'selector'];
    if (!isSet(spec.selector)) return;
    yield* selectorFindings(spec.selector, field);
    const { matchLabels, matchExpressions } = mapOf(spec.selector);
    const isJob = kind === 'Job' || kind === 'CronJob';
    if (!isJob && Object.keys(mapOf(matchLabels)).length + listOf(matchExpressions).length === 0)
      yield wrong(field, 'is empty; select the labels of the template');
  },
});

/** Workloads own the pods that they make. */
export const selectorMatches = forKinds({
  id: 'value/selector-matches',
  description: 'a workload whose selector does not match the labels of its own template',
  example: '`selector: { matchLabels: { app: a } }` with a template labelled `app: b`',
  kinds: 'apps/Deployment apps/ReplicaSet apps/StatefulSet apps/DaemonSet /ReplicationController',
  *check(object) {
    const { kind, spec, path, template } = workloadOf(object);
    if (!isSet(spec.selector) || !isSet(spec.template)) return;
    const labels = mapOf(mapOf(template.metadata).labels);
    const field = [...path, 'template', 'metadata', 'labels'];
    const wanted = kind === 'ReplicationController' ? spec.selector : mapOf(spec.selector).matchLabels;
    for (const [key, value] of Object.entries(mapOf(wanted)))
      if (labels[key] !== value)
        yield wrong(field, `the selector wants "${key}: ${String(value)}"; add it here or change the selector`);
    for (const { item } of mapsOf(mapOf(spec.selector).matchExpressions))
      if (!holds(item, labels))
        yield wrong(field, `the selector's "${String(item.key)}" does not match; make them agree`);
  },
});

function holds({ key, operator, values }: Data, labels: Data): boolean {
  const value = textOf(labels[textOf(key) ?? '']);
  if (operator === 'In') return value !== undefined && listOf(values).includes(value);
  if (operator === 'NotIn') return value === undefined || !listOf(values).includes(value);
  if (operator === 'Exists') return value !== undefined;
  return operator !== 'DoesNotExist' || value === undefined;
}

/** A replication controller selects by labels, or by those of its template. */
export const replicationSelector = forKinds({
  id: 'value/replication-selector',
  description: 'a replication controller that selects nothing, or by something that is not a label',
  example: '`selector: {}` with a template without labels',
  kinds: '/ReplicationController',
  *check(object) {
    const { spec, path, template } = workloadOf(object);
    const chosen = [spec.selector, mapOf(template.metadata).labels].map((labels) => Object.keys(mapOf(labels)).length);
    yield* labelFindings(spec.selector, [...path, 'selector']);
    if (isSet(spec.template) && chosen.every((count) => count === 0))
      yield wrong([...path, 'template'], 'has no labels to select; set "metadata.labels"');
  },
});
