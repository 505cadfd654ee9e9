import { type FieldPath, mapOf } from '../../../../kubernetes/access';
import { parseQuantity } from '../../../../kubernetes/quantity';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';

const standardQuota = new Set([
  ...['cpu', 'memory', 'ephemeral-storage', 'pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets'],
  ...['configmaps', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers', 'requests.storage'],
  ...['requests.cpu', 'requests.memory', 'requests.ephemeral-storage'],
  ...['limits.cpu', 'limits.memory', 'limits.ephemeral-storage'],
]);

/** Whether a quota can limit this; what has a domain in front is the business of others. */
export function isQuotaResource(name: string): boolean {
  return name.includes('/') || standardQuota.has(name) || /^(requests\.)?hugepages-/.test(name);
}

/** Whether containers can ask for this. */
export function isContainerResource(name: string): boolean {
  return name.includes('/') || ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-');
}

const counted = new Set([
  ...['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers'],
]);

/** Whether a resource is counted in whole numbers. */
export function isCounted(name: string): boolean {
  const extended = name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
  return counted.has(name) || extended;
}

/** A quantity as a number: undefined when it is not there, NaN when it is none. */
export function quantityOf(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined;
}

/** Whether a quantity is greater than another, by more than the rounding of their units. */
export function exceeds(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a - b > Math.abs(b) * 1e-9;
}

/** Quantities of a map that are none. */
export function* quantityFindings(map: unknown, path: FieldPath): Generator<Finding> {
  for (const [name, value] of Object.entries(mapOf(map))) {
    if (Number.isNaN(quantityOf(value)))
      yield wrong([...path, name], `"${String(value)}" is not a valid quantity; write one like "500m" or "2Gi"`);
  }
}
