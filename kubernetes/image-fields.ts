import { type Data, type FieldPath, textOf } from './access';
import { containersOf, type PodView, recordOf } from './kinds';
import { placesAt } from './reference-field';

/** A reference to an image, and where it stands. */
export interface ImageField {
  readonly path: FieldPath;
  readonly image: string;
}

/** Every image that an object of this `<group>/<Kind>` runs or mounts. */
export function imagesOf(kind: string, object: Data, pod: PodView | undefined): ImageField[] {
  if (!pod) return (recordOf(kind).images ?? []).flatMap((field) => placesAt(object, field)).flatMap(imageAt);
  const containers = containersOf(pod).flatMap(({ container, path }) => imageAt([[...path, 'image'], container.image]));
  if (pod.spec.volumes === undefined) return containers;
  const volumes = placesAt(pod.spec, 'volumes.*.image.reference', [...pod.path, 'spec']);
  return [...containers, ...volumes.flatMap(imageAt)];
}

function imageAt([path, value]: readonly [FieldPath, unknown]): ImageField[] {
  const image = textOf(value);
  return image === undefined || image === '' ? [] : [{ path, image }];
}
