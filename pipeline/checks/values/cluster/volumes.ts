import { type Data, type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, neitherOf, notOneOf, wrong } from '../for-kinds';
import { forms, notValidOrEmpty } from '../forms';
import { referenceFindings } from '../metadata/references';
import { nodeSelectorFindings, selectorFindings } from '../metadata/selectors';
import { quantityFindings, quantityOf } from './resources';

const modes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** How nodes use a volume. */
export const accessModes = forKinds({
  id: 'value/access-mode',
  description: 'a volume or claim without an access mode, with an unknown one, or with others beside ReadWriteOncePod',
  example: '`accessModes: [RWO]`',
  kinds: '/PersistentVolumeClaim /PersistentVolume',
  check: (object) => modeFindings(mapOf(object.spec), ['spec']),
});

function* modeFindings(spec: Data, above: FieldPath): Generator<Finding> {
  const given = listOf(spec.accessModes);
  const path = [...above, 'accessModes'];
  if (given.length === 0) yield wrong(path, `needs one of ${modes.join(', ')}; add it`);
  for (const [index, mode] of given.entries()) yield* neitherOf([...path, index], mode, modes);
  if (given.includes('ReadWriteOncePod') && given.some((mode) => mode !== 'ReadWriteOncePod'))
    yield wrong(path, '"ReadWriteOncePod" stands alone; remove the others');
}

/** How much a claim asks for. */
export const claimSize = forKinds({
  id: 'value/claim-size',
  description: 'a claim without a storage request, or with one of zero or less',
  example: '`requests: { storage: "0" }`',
  kinds: '/PersistentVolumeClaim',
  check: (object) => sizeFindings(mapOf(object.spec), ['spec']),
});

function* sizeFindings({ resources }: Data, above: FieldPath): Generator<Finding> {
  const { requests, limits } = mapOf(resources);
  const path = [...above, 'resources'];
  yield* quantityFindings(requests, [...path, 'requests']);
  yield* quantityFindings(limits, [...path, 'limits']);
  const size = quantityOf(mapOf(requests).storage);
  if (size === undefined) yield wrong(path, 'asks for no storage; set "requests.storage"');
  else if (size <= 0) yield wrong([...path, 'requests', 'storage'], 'must be more than 0');
}

/** Where a claim's volume comes from. */
export const claimSource = forKinds({
  id: 'value/claim',
  description: 'a claim with an unknown volume mode, a class that is not a DNS name, or an invalid data source',
  example: '`volumeMode: filesystem`',
  kinds: '/PersistentVolumeClaim',
  check: (object) => originFindings(mapOf(object.spec), ['spec']),
});

function* originFindings(spec: Data, path: FieldPath): Generator<Finding> {
  yield* notOneOf([...path, 'volumeMode'], spec.volumeMode, ['Filesystem', 'Block']);
  yield* selectorFindings(spec.selector, [...path, 'selector']);
  yield* classFindings(spec, path);
  yield* sourceFindings(spec, path);
}

/** Everything that can be wrong with what a claim asks for, wherever it stands. */
export function* claimFindings(spec: Data, path: FieldPath): Generator<Finding> {
  yield* modeFindings(spec, path);
  yield* sizeFindings(spec, path);
  yield* originFindings(spec, path);
}

function* classFindings({ storageClassName: name }: Data, path: FieldPath): Generator<Finding> {
  yield* notValidOrEmpty([...path, 'storageClassName'], name, forms.subdomain, 'class name');
}

/** A source in the old field that is neither claim nor snapshot is dropped unread. */
function* sourceFindings({ dataSource, dataSourceRef }: Data, above: FieldPath): Generator<Finding> {
  const [plain, ref] = [mapOf(dataSource), mapOf(dataSourceRef)];
  const path = [...above, 'dataSourceRef'];
  yield* referenceFindings(ref, path);
  if (textOf(ref.kind) && !textOf(ref.apiGroup) && ref.kind !== 'PersistentVolumeClaim')
    yield wrong(path, `the core group has no ${String(ref.kind)} to start from; set "apiGroup"`);
  if (dataSource === undefined || dataSourceRef === undefined) return;
  const here = [...above, 'dataSource'];
  if (textOf(ref.namespace)) yield wrong(here, 'excludes a source of another namespace; remove it');
  else if (['apiGroup', 'kind', 'name'].some((field) => plain[field] !== ref[field]))
    yield wrong(here, 'must be the same as "dataSourceRef"; remove it');
}

const options = new Set([
  ...['capacity', 'accessModes', 'claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName', 'mountOptions'],
  ...['volumeMode', 'nodeAffinity', 'volumeAttributesClassName'],
]);

/** What a volume is. */
export const persistentVolume = forKinds({
  id: 'value/persistent-volume',
  description: 'a volume without a capacity, without exactly one source, or with an unknown mode or reclaim policy',
  example: '`capacity: {}`',
  kinds: '/PersistentVolume',
  *check(object) {
    const spec = mapOf(object.spec);
    yield* notOneOf(['spec', 'volumeMode'], spec.volumeMode, ['Filesystem', 'Block']);
    const policies = ['Retain', 'Delete', 'Recycle'];
    yield* notOneOf(['spec', 'persistentVolumeReclaimPolicy'], spec.persistentVolumeReclaimPolicy, policies);
    yield* classFindings(spec, ['spec']);
    yield* capacityFindings(spec.capacity, ['spec', 'capacity']);
    const sources = Object.keys(spec).filter((field) => !options.has(field) && (spec[field] ?? null) !== null);
    if (sources.length === 0) yield wrong(['spec'], 'has no source; set one such as "csi"');
    else if (sources.length > 1)
      yield wrong(['spec', sources[1] ?? ''], `"${sources[0]}" is its source already; keep one`);
    if (spec.local !== undefined && (spec.nodeAffinity ?? null) === null)
      yield wrong(['spec'], 'a local volume is on some nodes; set "nodeAffinity"');
    if (
      spec.nodeAffinity !== undefined &&
      mapsOf(mapOf(mapOf(spec.nodeAffinity).required).nodeSelectorTerms).length === 0
    )
      yield wrong(['spec', 'nodeAffinity'], 'names no nodes; set "required.nodeSelectorTerms"');
    yield* nodeSelectorFindings(mapOf(spec.nodeAffinity).required, ['spec', 'nodeAffinity', 'required']);
    const driver = textOf(mapOf(spec.csi).driver);
    if (driver !== undefined && (driver.length > 63 || !isDnsSubdomain(driver.toLowerCase())))
      yield wrong(['spec', 'csi', 'driver'], `"${driver}" is not a valid driver; write its DNS name`);
  },
});

function* capacityFindings(capacity: unknown, path: FieldPath): Generator<Finding> {
  yield* quantityFindings(capacity, path);
  const size = quantityOf(mapOf(capacity).storage);
  if (size === undefined) yield wrong(path, 'needs "storage"; set it');
  else if (size <= 0) yield wrong([...path, 'storage'], 'must be more than 0');
  for (const name of Object.keys(mapOf(capacity)))
    if (name !== 'storage') yield wrong([...path, name], 'volumes have "storage" only; remove it');
}
