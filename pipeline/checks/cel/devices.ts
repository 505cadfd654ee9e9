import { type Data, type FieldPath, mapOf, mapsOf } from '../../../kubernetes/access';
import type { Finding } from '../rule';
import { forKinds } from '../values/for-kinds';
import type { Scope } from './checker';
import { expressionFindings } from './expression';
import { bool, dyn, mapType, objectType, string, type Type } from './types';

const group = 'resource.k8s.io';
const attributes = mapType(string, mapType(string, dyn));
const capacity = mapType(string, mapType(string, objectType('kubernetes.Quantity')));

/** Selectors of devices; source: k8s.io/dynamic-resource-allocation 0.36, `cel/compile.go`. */
export const deviceExpression = forKinds({
  id: 'value/device-expression',
  description:
    'a selector of devices that is not valid CEL, names what a device does not have, or is neither true nor false',
  example: '`cel: { expression: "device.drive == \'gpu.example.org\'" }`',
  kinds: `${group}/DeviceClass ${group}/ResourceClaim ${group}/ResourceClaimTemplate`,
  *check(object, { minor }) {
    const scope = { minor, bind: true, variables: new Map([['device', deviceType(minor)]]) };
    const spec = mapOf(object.spec);
    if (object.kind === 'DeviceClass') yield* selectorFindings(spec, ['spec'], scope);
    else if (object.kind === 'ResourceClaim') yield* requestFindings(spec, ['spec'], scope);
    else yield* requestFindings(mapOf(spec.spec), ['spec', 'spec'], scope);
  },
});

/** What an expression may ask of a device; `allowMultipleAllocations` came with 1.34. */
export function deviceType(minor: number): Type {
  const fields = new Map<string, Type>([
    ['driver', string],
    ['attributes', attributes],
    ['capacity', capacity],
    ...(minor > 33 ? [['allowMultipleAllocations', bool] as const] : []),
  ]);
  return objectType('kubernetes.DRADevice', (name) => fields.get(name));
}

function* requestFindings(spec: Data, path: FieldPath, scope: Scope): Generator<Finding> {
  for (const { item, index } of mapsOf(mapOf(spec.devices).requests)) {
    const here = [...path, 'devices', 'requests', index];
    yield* selectorFindings(item, here, scope);
    yield* selectorFindings(mapOf(item.exactly), [...here, 'exactly'], scope);
    for (const { item: other, index: at } of mapsOf(item.firstAvailable))
      yield* selectorFindings(other, [...here, 'firstAvailable', at], scope);
  }
}

function* selectorFindings(owner: Data, path: FieldPath, scope: Scope): Generator<Finding> {
  for (const { item, index } of mapsOf(owner.selectors)) {
    const here = [...path, 'selectors', index, 'cel', 'expression'];
    // An attribute by itself may be true or false: nothing says so before there are devices.
    yield* expressionFindings(mapOf(item.cel).expression, here, scope, ['bool', 'dyn']);
  }
}
