import { type Data, mapOf, mapsOf, textOf } from './access';
import { parseQuantity } from './quantity';

/** What a LimitRange gives to containers that say nothing. */
export interface ContainerDefaults {
  readonly limits: Data;
  readonly requests: Data;
}

const noDefaults: ContainerDefaults = { limits: {}, requests: {} };

/**
 * What a quota counts for a pod, in cores or bytes. Init containers run one after the other, those that are restarted
 * always (sidecars) beside all that comes later, so the most that ever runs counts. Source: k8s.io/component-helpers
 * v0.36 `resource/helpers.go` (`PodRequests`, `PodLimits`) and the LimitRanger admission plugin.
 */
export function podAmount(
  pod: Data,
  bound: keyof ContainerDefaults,
  resource: string,
  defaults: ContainerDefaults = noDefaults,
): number {
  let [sidecars, most] = [0, 0];
  const amountOf = (container: Data) => containerAmount(container, bound, resource, defaults);
  for (const { item } of mapsOf(pod.initContainers)) {
    if (item.restartPolicy === 'Always') sidecars += amountOf(item);
    most = Math.max(most, sidecars + (item.restartPolicy === 'Always' ? 0 : amountOf(item)));
  }
  const running = mapsOf(pod.containers).reduce((sum, { item }) => sum + amountOf(item), sidecars);
  return Math.max(most, running) + quantityIn(pod.overhead, resource, 0);
}

/** The API server takes an unset request from the limit, before any LimitRange adds what is left. */
function containerAmount(
  container: Data,
  bound: keyof ContainerDefaults,
  resource: string,
  defaults: ContainerDefaults,
): number {
  const { limits, requests } = mapOf(container.resources);
  const given = bound === 'limits' ? limits : { ...mapOf(limits), ...mapOf(requests) };
  return quantityIn(given, resource, quantityIn(defaults[bound], resource, 0));
}

function quantityIn(amounts: unknown, resource: string, otherwise: number): number {
  const value = mapOf(amounts)[resource];
  const amount = typeof value === 'number' ? value : parseQuantity(textOf(value) ?? '');
  return Number.isFinite(amount) ? amount : otherwise;
}

/** The defaults that LimitRanges of a namespace give together. */
export function defaultsOf(limitRanges: readonly Data[]): ContainerDefaults {
  const limits = limitRanges.flatMap(({ spec }) => mapsOf(mapOf(spec).limits).map(({ item }) => item));
  const containers = limits.filter(({ type }) => type === 'Container');
  return {
    limits: Object.assign({}, ...containers.map((one) => mapOf(one.default))) as Data,
    requests: Object.assign({}, ...containers.map((one) => mapOf(one.defaultRequest ?? one.default))) as Data,
  };
}
