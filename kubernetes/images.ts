import { type Data, type FieldPath, textOf } from './access';
import { containersOf, type PodView } from './kinds';
import { placesAt } from './reference-field';

/** A reference to an image, and where it stands. */
export interface ImageField {
  readonly path: FieldPath;
  readonly image: string;
}

const server = ['spec.image', 'spec.containers|initContainers.*.image'];

/** Fields with images of kinds whose pods an operator makes, by `<group>/<Kind>`. */
const fields: Readonly<Record<string, readonly string[]>> = {
  'monitoring.coreos.com/Alertmanager': server,
  'monitoring.coreos.com/Prometheus': [...server, 'spec.thanos.image'],
  'monitoring.coreos.com/PrometheusAgent': server,
  'monitoring.coreos.com/ThanosRuler': server,
  'opentelemetry.io/OpenTelemetryCollector': ['spec.image', 'spec.initContainers|additionalContainers.*.image'],
  'postgresql.cnpg.io/Cluster': ['spec.imageName'],
  'postgresql.cnpg.io/Pooler': ['spec.template.spec.containers.*.image'],
};

/** Whether objects of this `<group>/<Kind>` have images without being pods or templates of them. */
export function mayHaveImages(kind: string): boolean {
  return Object.hasOwn(fields, kind);
}

/** Every image that an object of this `<group>/<Kind>` runs or mounts. */
export function imagesOf(kind: string, object: Data, pod: PodView | undefined): ImageField[] {
  if (!pod) return (fields[kind] ?? []).flatMap((field) => placesAt(object, field)).flatMap(imageAt);
  const containers = containersOf(pod).flatMap(({ container, path }) => imageAt([[...path, 'image'], container.image]));
  if (pod.spec.volumes === undefined) return containers;
  const volumes = placesAt(pod.spec, 'volumes.*.image.reference', [...pod.path, 'spec']);
  return [...containers, ...volumes.flatMap(imageAt)];
}

function imageAt([path, value]: readonly [FieldPath, unknown]): ImageField[] {
  const image = textOf(value);
  return image === undefined || image === '' ? [] : [{ path, image }];
}

/** The tag and the digest of a reference. */
export function partsOfImage(image: string): { readonly tag?: string; readonly digest?: string } {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return { tag: colon < 0 ? undefined : named.slice(colon + 1), digest: at < 0 ? undefined : image.slice(at + 1) };
}
