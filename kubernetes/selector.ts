import { type Data, listOf, mapOf, mapsOf, textOf } from './access';

/** Labels of something that will exist; null for a label whose value only the cluster knows. */
export type Labels = Readonly<Record<string, string | null>>;

/** Labels that controllers add to pods. */
const addedByControllers: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/** Labels whose values only the cluster knows, their names parted by blanks. */
export function unknownLabels(names: string): Labels {
  return Object.fromEntries(names.split(' ').map((name) => [name, null]));
}

/** The labels of a map whose values are texts. */
export function labelsIn(value: unknown): Labels {
  return Object.fromEntries(
    Object.entries(mapOf(value)).flatMap(([key, label]) => (typeof label === 'string' ? [[key, label]] : [])),
  );
}

/** Whether a label selector, with `matchLabels` and `matchExpressions`, may select what has these labels. */
export function selects(selector: unknown, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = mapOf(selector);
  return selectsLabels(matchLabels, labels) && mapsOf(matchExpressions).every(({ item }) => satisfies(item, labels));
}

/** Whether each of these labels is there. */
export function selectsLabels(wanted: unknown, labels: Labels): boolean {
  return Object.entries(mapOf(wanted)).every(([key, value]) => hasAnyOf(labels, key, [value]));
}

function hasAnyOf(labels: Labels, key: string, values: readonly unknown[]): boolean {
  const value = labels[key];
  if (value === undefined) return addedByControllers.has(key);
  return value === null || values.includes(value);
}

function satisfies({ key, operator, values }: Data, labels: Labels): boolean {
  const name = textOf(key) ?? '';
  const value = labels[name];
  switch (operator) {
    case 'In':
      return hasAnyOf(labels, name, listOf(values));
    case 'NotIn':
      return value === undefined || value === null || !listOf(values).includes(value);
    case 'Exists':
      return value !== undefined || addedByControllers.has(name);
    case 'DoesNotExist':
      return value === undefined || value === null;
    default:
      return true;
  }
}

/** Whether a selector has no condition: it selects everything. */
export function selectsAll(selector: unknown): boolean {
  const { matchLabels, matchExpressions } = mapOf(selector);
  return Object.keys(mapOf(matchLabels)).length === 0 && listOf(matchExpressions).length === 0;
}

/** The selector as a person writes it: `app=web, tier in (a, b)`. */
export function selectorText(selector: unknown): string {
  const { matchLabels, matchExpressions } = mapOf(selector);
  const labels = Object.entries(mapOf(matchLabels)).map(([key, value]) => `${key}=${String(value)}`);
  const expressions = mapsOf(matchExpressions).map(({ item }) => {
    const values = listOf(item.values).map(String);
    return [item.key, item.operator, ...(values.length > 0 ? [`(${values.join(', ')})`] : [])].map(String).join(' ');
  });
  return [...labels, ...expressions].join(', ');
}
