import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, neitherOf, wrong } from '../for-kinds';
import { isCounted, isQuotaResource, quantityFindings, quantityOf } from './resources';

const kinds = '/ResourceQuota';

/** What a quota limits, and to what. */
export const quotaResources = forKinds({
  id: 'value/quota',
  description: 'a quota of something that quotas do not count, or with an invalid amount',
  example: '`hard: { pods: "1.5" }`',
  kinds,
  *check(object) {
    const { hard } = mapOf(object.spec);
    yield* quantityFindings(hard, ['spec', 'hard']);
    for (const [name, value] of Object.entries(mapOf(hard))) {
      const path = ['spec', 'hard', name];
      const amount = quantityOf(value) ?? 0;
      if (!isQualifiedName(name) || !isQuotaResource(name))
        yield wrong(path, `quotas do not count "${name}"; use one like "requests.cpu" or "count/jobs.batch"`);
      if (amount < 0) yield wrong(path, 'must not be negative');
      else if (isCounted(name) && !Number.isNaN(amount) && !Number.isInteger(amount))
        yield wrong(path, `"${String(value)}" is not a whole number; "${name}" is counted`);
    }
  },
});

const scopes = [
  ...['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'PriorityClass'],
  ...['CrossNamespacePodAffinity', 'VolumeAttributesClass'],
];
const compute = ['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const storage = ['persistentvolumeclaims', 'requests.storage'];

/** Resources that a quota of this scope can limit. */
function resourcesOf(scope: string): readonly string[] {
  if (scope === 'BestEffort') return ['pods'];
  return scope === 'VolumeAttributesClass' ? storage : compute;
}

/** Which pods or volumes a quota is about. */
export const quotaScopes = forKinds({
  id: 'value/quota-scope',
  description: 'an unknown scope of a quota, scopes that exclude each other, or a limit that the scope does not have',
  example: '`scopes: [BestEffort]` with `hard: { cpu: "1" }`',
  kinds,
  *check(object) {
    const spec = mapOf(object.spec);
    const plain = listOf(spec.scopes).map((scope, index) => ({
      scope,
      path: ['spec', 'scopes', index],
    }));
    const selected = mapsOf(mapOf(spec.scopeSelector).matchExpressions).map(({ item, index }) => ({
      item,
      scope: item.scopeName,
      path: ['spec', 'scopeSelector', 'matchExpressions', index],
    }));
    for (const { scope, path } of plain) yield* neitherOf(path, scope, scopes);
    for (const { scope, path } of selected) yield* neitherOf(path, scope, scopes);
    for (const list of [plain, selected]) {
      for (const { scope, path } of list) yield* scopeFindings(textOf(scope) ?? '', path, mapOf(spec.hard));
      yield* contradictions(list);
    }
    for (const { item, path } of selected) yield* operatorFindings(item, path);
  },
});

function* scopeFindings(scope: string, path: FieldPath, hard: Data): Generator<Finding> {
  if (!scopes.includes(scope)) return;
  const fitting = resourcesOf(scope);
  const foreign = Object.keys(hard).find(
    (name) => !name.includes('/') && isQuotaResource(name) && !fitting.includes(name),
  );
  if (foreign) yield wrong(path, `the scope "${scope}" has no "${foreign}"; limit it in a quota of its own`);
}

function* contradictions(list: readonly { scope: unknown; path: FieldPath }[]): Generator<Finding> {
  for (const scope of ['BestEffort', 'Terminating']) {
    const against = list.find((one) => one.scope === `Not${scope}`);
    if (against && list.some((one) => one.scope === scope))
      yield wrong(against.path, `excludes "${scope}"; keep one of them`);
  }
}

/** Scopes without values of their own: a pod is in them, or not. */
const existing = new Set<unknown>(scopes.filter((scope) => !scope.endsWith('Class')));

function* operatorFindings({ scopeName, operator, values }: Data, path: FieldPath): Generator<Finding> {
  const given = listOf(values).length;
  yield* neitherOf([...path, 'operator'], operator, ['In', 'NotIn', 'Exists', 'DoesNotExist']);
  if (existing.has(scopeName) && operator !== 'Exists')
    yield wrong([...path, 'operator'], `must be "Exists" for "${String(scopeName)}"`);
  if ((operator === 'In' || operator === 'NotIn') && given === 0)
    yield wrong(path, `"${operator}" needs values; add one`);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && given > 0)
    yield wrong([...path, 'values'], `"${operator}" takes no values; remove them`);
}
