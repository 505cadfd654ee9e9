import { type FieldPath, mapOf, mapsOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, wrong } from '../for-kinds';
import { forms, notValidOrEmpty } from '../forms';
import { claimFindings } from '../pods/claims';
import { isSet } from '../pods/scope';
import { negative } from './numbers';

/** Choices of a StatefulSet. */
export const statefulSetChoice = forKinds({
  id: 'value/stateful-set',
  description: 'an unknown policy of a StatefulSet, a service name that is not a DNS label, or ordinals below 0',
  example: '`podManagementPolicy: Serial`',
  kinds: 'apps/StatefulSet',
  *check(object) {
    const { podManagementPolicy, serviceName, ordinals, persistentVolumeClaimRetentionPolicy } = mapOf(object.spec);
    yield* notOneOf(['spec', 'podManagementPolicy'], podManagementPolicy, ['OrderedReady', 'Parallel']);
    yield* negative(mapOf(ordinals), 'start', ['spec', 'ordinals']);
    yield* retentionFindings(persistentVolumeClaimRetentionPolicy, ['spec', 'persistentVolumeClaimRetentionPolicy']);
    // Pods are refused for it in any version, the StatefulSet itself since 1.33.
    yield* notValidOrEmpty(['spec', 'serviceName'], serviceName, forms.label, 'Service name');
  },
});

function* retentionFindings(policy: unknown, path: FieldPath): Generator<Finding> {
  for (const field of ['whenDeleted', 'whenScaled'])
    yield* notOneOf([...path, field], mapOf(policy)[field], ['Retain', 'Delete']);
}

/** Claims of a StatefulSet are whole; they are refused in any version, with the StatefulSet itself since 1.34. */
export const volumeClaims = forKinds({
  id: 'value/volume-claim',
  description: 'a claim of a StatefulSet without an access mode or size, or with an invalid one',
  example: '`volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]`',
  kinds: 'apps/StatefulSet',
  *check(object) {
    for (const { item, index } of mapsOf(mapOf(object.spec).volumeClaimTemplates)) {
      const path = ['spec', 'volumeClaimTemplates', index];
      if (isSet(item.spec)) yield* claimFindings(mapOf(item.spec), [...path, 'spec']);
      else yield wrong(path, 'has no "spec"; set it');
    }
  },
});
