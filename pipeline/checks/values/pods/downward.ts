import { type FieldPath, mapOf, textOf } from '../../../../kubernetes/access';
import { isQualifiedName } from '../../../../kubernetes/syntax';
import type { Context, Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { isEmpty, isSet } from './scope';

const metadata = ['metadata.name', 'metadata.namespace', 'metadata.uid'];
const envFields = new Set([
  ...metadata,
  ...['spec.nodeName', 'spec.host', 'spec.serviceAccountName', 'status.hostIP', 'status.podIP', 'status.podIPs'],
]);
const volumeFields = new Set([...metadata, 'metadata.labels', 'metadata.annotations']);
// PodHostIPs is on by default since then.
const hostIpsSince = 29;

const subscripted = /^(.*)\['(.*)'\]$/s;

/** What is wrong with a field of the pod that an environment variable shows. */
export function* envFieldFindings(reference: unknown, path: FieldPath, { minor }: Context): Generator<Finding> {
  if (textOf(mapOf(reference).fieldPath) === 'status.hostIPs' && minor >= hostIpsSince) return;
  yield* fieldFindings(reference, path, envFields);
}

/** What is wrong with a field of the pod that a volume shows. */
export function volumeFieldFindings(reference: unknown, path: FieldPath): Generator<Finding> {
  return fieldFindings(reference, path, volumeFields);
}

function* fieldFindings(reference: unknown, path: FieldPath, allowed: ReadonlySet<string>): Generator<Finding> {
  if (!isSet(reference)) return;
  const { apiVersion, fieldPath } = mapOf(reference);
  if (!isEmpty(apiVersion) && apiVersion !== 'v1') yield wrong([...path, 'apiVersion'], 'must be "v1"; remove it');
  if (typeof fieldPath !== 'string') return;
  const [, map, key = ''] = subscripted.exec(fieldPath) ?? [];
  const fine = map === undefined ? allowed.has(fieldPath) : isKeyOf(map, key);
  if (!fine) yield wrong([...path, 'fieldPath'], `"${fieldPath}" cannot be shown; use ${[...allowed].join(', ')}`);
}

function isKeyOf(map: string, key: string): boolean {
  if (map === 'metadata.annotations') return isQualifiedName(key.toLowerCase());
  return map === 'metadata.labels' && isQualifiedName(key);
}

const resource = /^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-.*)$/s;
const units = new Set(
  ['0', '1', ...'kMGTPE', ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']].map((unit) => unit.replace(/^\D/, '1$&')),
);
const cpuUnits = new Set(['0', '1', '1m']);

/** What is wrong with a resource of a container that a variable or a volume shows. */
export function* resourceFieldFindings(reference: unknown, path: FieldPath): Generator<Finding> {
  if (!isSet(reference)) return;
  const { resource: name, divisor } = mapOf(reference);
  if (typeof name !== 'string') return;
  if (!resource.test(name))
    yield wrong([...path, 'resource'], `"${name}" cannot be shown; use "limits.cpu", "requests.memory" …`);
  if (!isSet(divisor)) return;
  if (!(name.endsWith('.cpu') ? cpuUnits : units).has(String(divisor)))
    yield wrong(
      [...path, 'divisor'],
      `"${String(divisor)}" is not a valid unit here; use "1", "1m" for cpu, "1Mi" for memory`,
    );
}
