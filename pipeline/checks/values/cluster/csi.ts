import { type Data, type FieldPath, listOf, mapOf, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain, isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';
import { selectorFindings } from '../metadata/selectors';
import { quantityOf } from './resources';

/*
 * Drivers of volumes. Source: Kubernetes 1.36, `pkg/apis/storage/validation/validation.go`.
 */

/** The name of a driver: a domain, whatever its case, of at most 63 characters. */
function isDriver(name: string): boolean {
  return name.length <= 63 && isDnsSubdomain(name.toLowerCase());
}

/** What a driver can do. */
export const csiDriver = forKinds({
  id: 'value/csi-driver',
  description: 'a CSI driver with an unknown choice, or with tokens that are there twice or live less than 10 minutes',
  example: '`tokenRequests: [{ audience: a, expirationSeconds: 60 }]`',
  kinds: 'storage.k8s.io/CSIDriver',
  *check(object) {
    const spec = mapOf(object.spec);
    yield* notOneOf(['spec', 'fsGroupPolicy'], spec.fsGroupPolicy, ['File', 'None', 'ReadWriteOnceWithFSType']);
    for (const [index, mode] of listOf(spec.volumeLifecycleModes).entries())
      yield* notOneOf(['spec', 'volumeLifecycleModes', index], mode, ['Ephemeral', 'Persistent']);
    if ((numberOf(spec.nodeAllocatableUpdatePeriodSeconds) ?? 10) < 10)
      yield wrong(['spec', 'nodeAllocatableUpdatePeriodSeconds'], 'must be 10 or more');
    yield* tokenFindings(spec);
  },
});

function* tokenFindings(spec: Data): Generator<Finding> {
  const requests = mapsOf(spec.tokenRequests).map(({ item, index }) => ({
    item,
    key: textOf(item.audience),
    path: ['spec', 'tokenRequests', index],
  }));
  yield* repeated(requests, (audience) => `there is a token for "${audience}" already; remove one`);
  for (const { item, path } of requests) {
    const seconds = numberOf(item.expirationSeconds) ?? 600;
    if (seconds < 600 || seconds > 2 ** 32)
      yield wrong([...path, 'expirationSeconds'], 'must be 600 (10 minutes) or more');
  }
  if (spec.serviceAccountTokenInSecrets !== undefined && requests.length === 0)
    yield wrong(['spec', 'serviceAccountTokenInSecrets'], 'is for "tokenRequests" only; remove it');
}

/** Which drivers a node has. */
export const csiNode = forKinds({
  id: 'value/csi-node',
  description: 'a CSI driver of a node that is there twice, or has no node name, or a name or key that cannot be',
  example: '`drivers: [{ name: "a b", nodeID: "" }]`',
  kinds: 'storage.k8s.io/CSINode',
  *check(object) {
    const drivers = mapsOf(mapOf(object.spec).drivers).map(({ item, index }) => ({
      item,
      key: textOf(item.name),
      path: ['spec', 'drivers', index],
    }));
    yield* repeated(drivers, (name) => `"${name}" is there already; remove one`);
    for (const { item, key, path } of drivers) {
      if (key !== undefined && !isDriver(key)) yield wrong([...path, 'name'], `"${key}" is not a valid driver`);
      const id = textOf(item.nodeID);
      if (id === '' || (id?.length ?? 0) > 192) yield wrong([...path, 'nodeID'], 'must be 1 to 192 characters');
      if ((numberOf(mapOf(item.allocatable).count) ?? 0) < 0)
        yield wrong([...path, 'allocatable', 'count'], 'must not be negative');
      yield* keyFindings(item.topologyKeys, [...path, 'topologyKeys']);
    }
  },
});

function* keyFindings(keys: unknown, path: FieldPath): Generator<Finding> {
  const all = listOf(keys).map((key, index) => ({ key: textOf(key), path: [...path, index] }));
  for (const { key, path: at } of all)
    if (key !== undefined && !isQualifiedName(key)) yield wrong(at, `"${key}" is not a valid label key`);
  yield* repeated(all, (key) => `"${key}" is there already; remove it`);
}

/** Which volume is attached where. */
export const volumeAttachment = forKinds({
  id: 'value/volume-attachment',
  description: 'an attachment whose volume is named in two ways or none, or whose driver or node cannot be',
  example: '`source: {}`',
  kinds: 'storage.k8s.io/VolumeAttachment',
  *check(object) {
    const { attacher, source, nodeName } = mapOf(object.spec);
    const { persistentVolumeName: name, inlineVolumeSpec: inline } = mapOf(source);
    const path = ['spec', 'source'];
    if ((name ?? null) === null && (inline ?? null) === null) yield wrong(path, 'needs "persistentVolumeName"; set it');
    else if ((name ?? null) !== null && (inline ?? null) !== null)
      yield wrong(path, 'has "persistentVolumeName" and "inlineVolumeSpec"; keep one');
    else if (name === '') yield wrong([...path, 'persistentVolumeName'], 'is empty; name the volume');
    if (typeof attacher === 'string' && !isDriver(attacher))
      yield wrong(['spec', 'attacher'], `"${attacher}" is not a valid driver`);
    if (typeof nodeName === 'string' && !isDnsSubdomain(nodeName))
      yield wrong(['spec', 'nodeName'], `"${nodeName}" is not a valid node`);
  },
});

/** What volumes of a class are like. */
export const volumeAttributes = forKinds({
  id: 'value/volume-attributes',
  description: 'a class of volume attributes without parameters, or whose driver cannot be',
  example: '`parameters: {}`',
  kinds: 'storage.k8s.io/VolumeAttributesClass',
  *check({ driverName, parameters }) {
    if (driverName === '') yield wrong(['driverName'], 'is empty; name the driver');
    else if (typeof driverName === 'string' && !isQualifiedName(driverName.toLowerCase()))
      yield wrong(['driverName'], `"${driverName}" is not a valid driver`);
    const names = Object.keys(mapOf(parameters));
    if (names.length === 0) yield wrong([], 'needs "parameters"; say what differs');
    else if (names.includes('')) yield wrong(['parameters'], 'has an empty name; remove it');
    else if (names.length > 512) yield wrong(['parameters'], `has ${names.length} names; 512 are the most`);
  },
});

/** Room for volumes somewhere. */
export const storageCapacity = forKinds({
  id: 'value/storage-capacity',
  description: 'a storage capacity below 0, of a class that cannot be, or with a wrong selector',
  example: '`capacity: "-1Gi"`',
  kinds: 'storage.k8s.io/CSIStorageCapacity',
  *check({ nodeTopology, storageClassName, capacity }) {
    yield* selectorFindings(nodeTopology, ['nodeTopology']);
    if (typeof storageClassName === 'string' && !isDnsSubdomain(storageClassName))
      yield wrong(['storageClassName'], `"${storageClassName}" is not a valid name of a class`);
    if ((quantityOf(capacity) ?? 0) < 0) yield wrong(['capacity'], 'must not be negative');
  },
});
