import { mapsOf, numberOf, textOf } from './access';
import { containersOf, type PodView } from './pod-view';

/** A port on which a pod listens. */
export interface PodPort {
  readonly name?: string;
  readonly number: number;
  readonly protocol: string;
}

/** The ports that the containers of a pod say they have; sidecars, which never end, included. */
export function portsOf(pod: PodView): PodPort[] {
  return containersOf(pod).flatMap(({ container, sort }) => {
    if (sort === 'ephemeralContainers' || (sort === 'initContainers' && container.restartPolicy !== 'Always'))
      return [];
    return mapsOf(container.ports).flatMap(({ item }) => {
      const number = numberOf(item.containerPort);
      return number === undefined ? [] : [{ name: textOf(item.name), number, protocol: protocolOf(item.protocol) }];
    });
  });
}

/** A protocol, TCP where none is given. */
export function protocolOf(value: unknown): string {
  return textOf(value) ?? 'TCP';
}
