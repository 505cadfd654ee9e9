import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { parseQuantity } from '../../../../kubernetes/quantity';
import { isDnsSubdomain, isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { exceeds, isContainerResource, isCounted, quantityFindings, quantityOf } from '../cluster/resources';
import { repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { forContainers, forPods, isSet } from './scope';

type Check = (resources: Data, path: FieldPath) => Iterable<Finding>;

const sides = ['limits', 'requests'] as const;

/** Where resources of containers stand, and those of the pod as a whole. */
function forResources(rule: { id: string; description: string; example: string; check: Check }) {
  return forPods({
    ...rule,
    *check({ spec, path, containers }) {
      if (isSet(spec.resources)) yield* rule.check(mapOf(spec.resources), [...path, 'resources']);
      for (const { container, path: here } of containers) {
        if (isSet(container.resources)) yield* rule.check(mapOf(container.resources), [...here, 'resources']);
      }
    },
  });
}

/** Quantities are numbers with units, and not negative. */
export const resourceQuantity = forResources({
  id: 'value/resource-quantity',
  description: 'a resource whose quantity is invalid, negative, or a fraction where only whole numbers count',
  example: '`memory: 512MB`',
  *check(resources, path) {
    for (const side of sides) {
      yield* quantityFindings(resources[side], [...path, side]);
      for (const [name, value] of Object.entries(mapOf(resources[side]))) {
        const quantity = quantityOf(value);
        if (quantity === undefined) continue;
        if (quantity < 0) yield wrong([...path, side, name], 'is negative; use 0 or more');
        else if (isCounted(name) && !Number.isInteger(quantity) && !Number.isNaN(quantity))
          yield wrong([...path, side, name], 'must be a whole number; round it');
      }
    }
  },
});

/** Memory is counted in bytes. `m` behind it is nearly always a typing mistake for `Mi`. */
export const fractionalBytes = forResources({
  id: 'value/fractional-bytes',
  description: 'an amount of memory or storage that is not in whole bytes',
  example: '`memory: 512m`',
  *check(resources, path) {
    for (const side of sides) {
      for (const name of ['memory', 'ephemeral-storage']) {
        const quantity = quantityOf(mapOf(resources[side])[name]);
        if (quantity === undefined || Number.isNaN(quantity) || Number.isInteger(quantity)) continue;
        yield wrong([...path, side, name], 'is not a whole number of bytes; did you mean "Mi" instead of "m"');
      }
    }
  },
});

/** Containers ask for things that exist. */
export const resourceName = forContainers({
  id: 'value/resource-name',
  description: 'a resource that containers cannot ask for',
  example: '`requests: { ram: 1Gi }`',
  *check({ resources }, path) {
    for (const side of sides) {
      for (const name in mapOf(mapOf(resources)[side])) {
        if (!isContainerResource(name) || !isQualifiedName(name) || !isForeign(name))
          yield wrong(
            [...path, 'resources', side, name],
            `"${name}" is not a valid resource name; use "cpu", "memory" …`,
          );
      }
    }
  },
});

/** Whether a resource of somebody else has a name that quotas can hold, with `requests.` in front. */
function isForeign(name: string): boolean {
  if (!name.includes('/') || name.includes('kubernetes.io/')) return true;
  return !name.startsWith('requests.') && isQualifiedName(`requests.${name}`);
}

/** Requests lie within limits. */
export const requestsWithinLimits = forResources({
  id: 'value/requests-limits',
  description: 'a request above its limit, or a device or huge page whose request is not its limit',
  example: '`requests: { cpu: 2 }, limits: { cpu: 1 }`',
  *check({ requests, limits }, path) {
    const given = mapOf(limits);
    for (const [name, value] of Object.entries(mapOf(requests))) {
      // A quantity of `null` is none at all, which is 0.
      const request = quantityOf(value ?? 0);
      const limit = name in given ? quantityOf(given[name] ?? 0) : undefined;
      yield* pairFindings(name, request, limit, [...path, 'requests', name]);
    }
  },
});

function* pairFindings(name: string, request: number | undefined, limit: number | undefined, path: FieldPath) {
  if (exceeds(request, limit)) yield wrong(path, 'is more than its limit; lower it or raise the limit');
  else if (isShared(name)) return;
  else if (limit === undefined) yield wrong(path, `"${name}" needs a limit; set it to the same`);
  else if (exceeds(limit, request)) yield wrong(path, 'must be the same as its limit');
}

/** Whether containers may get more of a resource than they asked for. */
function isShared(name: string): boolean {
  return !name.startsWith('hugepages-') && (!name.includes('/') || name.includes('kubernetes.io/'));
}

/** Huge pages come in whole pages, with cpu or memory beside them. */
export const hugePages = forResources({
  id: 'value/huge-pages',
  description: 'huge pages without cpu or memory beside them, or not in whole pages',
  example: '`limits: { hugepages-2Mi: 3Mi }`',
  *check(resources, path) {
    let [huge, plain] = [false, false];
    for (const side of sides) {
      for (const [name, value] of Object.entries(mapOf(resources[side]))) {
        plain ||= name === 'cpu' || name === 'memory';
        if (!name.startsWith('hugepages-')) continue;
        huge = true;
        const page = parseQuantity(name.slice('hugepages-'.length));
        if (!(page > 0 && Number.isInteger(page)) || (quantityOf(value) ?? 0) % page !== 0)
          yield wrong([...path, side, name], 'must be a whole number of pages');
      }
    }
    if (huge && !plain) yield wrong(path, 'has huge pages only; set "cpu" or "memory" as well');
  },
});

/** Containers use claims that their pod makes. */
export const resourceClaims = forPods({
  id: 'value/resource-claim',
  description: 'a resource claim without or with two sources, or a container that uses one the pod does not have',
  example: '`resources: { claims: [{ name: gpu }] }` without `resourceClaims`',
  *check({ spec, path, containers, context }) {
    // Before, resource claims had another shape, and were off by default.
    if (context.minor < 34) return;
    const claims = mapsOf(spec.resourceClaims);
    const here = [...path, 'resourceClaims'];
    for (const { item, index } of claims) yield* claimFindings(item, [...here, index]);
    const names = claims.map(({ item, index }) => ({ key: textOf(item.name), path: [...here, index, 'name'] }));
    yield* repeated(names, (name) => `another claim is called "${name}" already; choose another name`);
    const known = new Set(names.map(({ key }) => key));
    for (const { container, path: at } of containers) yield* usedClaims(container, at, known);
  },
});

const claimSources = ['resourceClaimName', 'resourceClaimTemplateName'];

function* claimFindings(claim: Data, path: FieldPath): Generator<Finding> {
  const given = claimSources.filter((source) => isSet(claim[source]));
  if (given.length !== 1) yield wrong(path, `needs one of "${claimSources.join('", "')}"`);
  for (const source of given)
    if (!isDnsSubdomain(textOf(claim[source]) ?? '')) yield wrong([...path, source], 'names no object; use a DNS name');
  yield* notValid([...path, 'name'], claim.name, forms.label, 'claim name');
}

function* usedClaims({ resources }: Data, path: FieldPath, known: ReadonlySet<string | undefined>) {
  const used = mapsOf(mapOf(resources).claims).map(({ item, index }) => ({
    key: textOf(item.name),
    path: [...path, 'resources', 'claims', index],
  }));
  for (const { key, path: field } of used)
    if (!known.has(key)) yield wrong(field, `the pod has no claim "${key ?? ''}"; add it`);
  yield* repeated(used, (name) => `"${name}" is used already; keep one`);
}
