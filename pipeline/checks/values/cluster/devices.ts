import { type Data, type FieldPath, listOf, mapOf, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import { isDnsLabel, isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';

/*
 * Claims of devices, of `resource.k8s.io/v1`. Source: Kubernetes 1.36, `pkg/apis/resource/validation/validation.go`; CEL of
 * selectors is another rule's.
 */

const group = 'resource.k8s.io';

function claimsIn(object: Data): { devices: Data; path: FieldPath }[] {
  const spec = mapOf(object.spec);
  if (object.kind === 'ResourceClaim') return [{ devices: mapOf(spec.devices), path: ['spec', 'devices'] }];
  return [{ devices: mapOf(mapOf(spec.spec).devices), path: ['spec', 'spec', 'devices'] }];
}

/** What a claim asks for. */
export const deviceRequest = forKinds({
  id: 'value/device-request',
  description:
    'a request of devices without class or there twice, both exact and a choice or neither, or with a count that cannot be',
  example: '`requests: [{ name: gpu, exactly: {} }]`',
  kinds: `${group}/ResourceClaim ${group}/ResourceClaimTemplate`,
  apiVersion: `${group}/v1`,
  *check(object) {
    for (const { devices, path } of claimsIn(object)) yield* requestFindings(devices.requests, [...path, 'requests']);
  },
});

function* requestFindings(requests: unknown, path: FieldPath): Generator<Finding> {
  const all = named(requests, path);
  if (all.length > 32) yield wrong(path, `has ${all.length} requests; 32 are the most`);
  for (const { item, path: here } of all) {
    yield* notValid([...here, 'name'], item.name, forms.label, 'name of a request');
    const choice = named(item.firstAvailable, [...here, 'firstAvailable']);
    const isExact = (item.exactly ?? null) !== null;
    if (isExact === choice.length > 0) yield wrong(here, 'needs one of "exactly" and "firstAvailable"');
    else if (isExact) yield* exactFindings(mapOf(item.exactly), [...here, 'exactly']);
    if (choice.length > 8) yield wrong([...here, 'firstAvailable'], 'has more than 8 choices; remove some');
    for (const one of choice) {
      yield* notValid([...one.path, 'name'], one.item.name, forms.label, 'name of a request');
      yield* exactFindings(one.item, one.path);
    }
    yield* twice(choice);
  }
  yield* twice(all);
}

function* exactFindings(request: Data, path: FieldPath): Generator<Finding> {
  const { deviceClassName, allocationMode, count, selectors, tolerations } = request;
  if ((deviceClassName ?? '') === '') yield wrong(path, 'needs "deviceClassName"; name the class');
  else yield* notValid([...path, 'deviceClassName'], deviceClassName, forms.subdomain, 'name of a class');
  yield* notOneOf([...path, 'allocationMode'], allocationMode, ['All', 'ExactCount']);
  const number = numberOf(count);
  if (allocationMode === 'All' && (number ?? 0) !== 0) yield wrong([...path, 'count'], 'is not for "All"; remove it');
  if (number !== undefined && number < 0) yield wrong([...path, 'count'], 'must be 1 or more');
  for (const { item, index } of mapsOf(selectors))
    if ((item.cel ?? null) === null) yield wrong([...path, 'selectors', index], 'needs "cel"; write an expression');
  for (const { item, index } of mapsOf(tolerations)) yield* tolerationFindings(item, [...path, 'tolerations', index]);
}

function* tolerationFindings({ key, operator, value, effect }: Data, path: FieldPath): Generator<Finding> {
  yield* notOneOf([...path, 'operator'], operator, ['Equal', 'Exists']);
  yield* notOneOf([...path, 'effect'], effect, ['None', 'NoExecute', 'NoSchedule']);
  if (operator === 'Exists' && (value ?? '') !== '')
    yield wrong([...path, 'value'], '"Exists" takes no value; remove it');
  if ((key ?? '') !== '') yield* notValid([...path, 'key'], key, forms.key, 'taint key');
}

/** What binds the requests of a claim, and what drivers are told. */
export const deviceConstraint = forKinds({
  id: 'value/device-constraint',
  description:
    'a constraint or configuration of devices for a request that the claim lacks, without attribute, or without driver',
  example: '`constraints: [{ requests: [gpu], matchAttribute: model }]`, which has no domain',
  kinds: `${group}/ResourceClaim ${group}/ResourceClaimTemplate`,
  apiVersion: `${group}/v1`,
  *check(object) {
    for (const { devices, path } of claimsIn(object)) {
      const names = namesIn(devices.requests);
      for (const { item, index } of mapsOf(devices.constraints))
        yield* constraintFindings(item, names, [...path, 'constraints', index]);
      for (const { item, index } of mapsOf(devices.config))
        yield* configFindings(item, names, [...path, 'config', index]);
    }
  },
});

/** `gpu`, and `gpu/large` for one of its choices. */
function namesIn(requests: unknown): ReadonlySet<string> {
  return new Set(
    mapsOf(requests).flatMap(({ item }) => {
      const name = textOf(item.name) ?? '';
      return [name, ...mapsOf(item.firstAvailable).map(({ item: one }) => `${name}/${textOf(one.name) ?? ''}`)];
    }),
  );
}

function* constraintFindings(constraint: Data, names: ReadonlySet<string>, path: FieldPath): Generator<Finding> {
  yield* referenceFindings(constraint.requests, names, [...path, 'requests']);
  const { matchAttribute, distinctAttribute } = constraint;
  const field = matchAttribute === undefined ? 'distinctAttribute' : 'matchAttribute';
  const name = textOf(matchAttribute) ?? textOf(distinctAttribute);
  if (name === undefined) yield wrong(path, 'needs "matchAttribute"; name the attribute');
  else if (!isAttribute(name)) yield wrong([...path, field], `"${name}" is not a valid attribute; write "domain/name"`);
}

function isAttribute(name: string): boolean {
  return name.includes('/') && isQualifiedName(name) && /\/[A-Za-z_][A-Za-z0-9_]{0,31}$/.test(name);
}

function* configFindings(config: Data, names: ReadonlySet<string>, path: FieldPath): Generator<Finding> {
  yield* referenceFindings(config.requests, names, [...path, 'requests']);
  if ((config.opaque ?? null) === null) return yield wrong(path, 'needs "opaque"; set it');
  const { driver } = mapOf(config.opaque);
  yield* notValid([...path, 'opaque', 'driver'], textOf(driver)?.toLowerCase(), forms.subdomain, 'name of a driver');
}

function* referenceFindings(requests: unknown, names: ReadonlySet<string>, path: FieldPath): Generator<Finding> {
  for (const [index, name] of listOf(requests).entries())
    if (typeof name === 'string' && (!names.has(name) || !name.split('/').every(isDnsLabel)))
      yield wrong([...path, index], `the claim has no request "${name}"; name one that it has`);
}

function named(list: unknown, path: FieldPath) {
  return mapsOf(list).map(({ item, index }) => ({ item, key: textOf(item.name), path: [...path, index] }));
}

function twice(all: ReturnType<typeof named>): Iterable<Finding> {
  return repeated(all, (name) => `"${name}" is there already; rename one`);
}
