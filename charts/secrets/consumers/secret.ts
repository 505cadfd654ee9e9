import type { Place } from '../../places';
import type { Source } from '../source';

/** One Secret, made for one consumer in its own namespace, with nothing but the keys that it reads. */
export interface ConsumerSecret {
  readonly name: string;
  readonly place: Place;
  /** @default Opaque */
  readonly type?: string;
  /** Labels that its reader looks for. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  readonly keys: readonly SecretKey[];
}

/** A key of a Secret, copied from one value or composed from several. */
export interface SecretKey {
  readonly key: string;
  readonly from: Source | readonly Source[];
  /** Template with a `%` where each value goes, in order. @default '{{ % }}', the value as it is */
  readonly template?: string;
}

/** The values a key is made from. */
export function valuesOf({ from }: SecretKey): readonly Source[] {
  return 'path' in from ? [from] : from;
}
