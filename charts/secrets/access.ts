import type { Place } from '../places';
import { type ConsumerSecret, valuesOf } from './consumers';

/** The paths of the store that each namespace reads, both sorted: who may read what follows from who does. */
export function pathsByPlace(consumers: readonly ConsumerSecret[]): [Place, string[]][] {
  const places = [...new Set(consumers.map(({ place }) => place))].sort();
  return places.map((place) => {
    const keys = consumers.filter((consumer) => consumer.place === place).flatMap(({ keys }) => keys);
    return [place, [...new Set(keys.flatMap(valuesOf).map(({ path }) => path))].sort()];
  });
}
