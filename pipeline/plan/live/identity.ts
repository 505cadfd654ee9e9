import { type Data, mapOf, textOf } from '../../../kubernetes/access';
import { type Manifest, manifestsOf } from '../../objects/manifest';
import { entryOf, idOf } from '../tree';

/** The identity of an object, as trees know it. */
export function idOfObject(object: Data): string {
  return idOf(entryOf(manifestOf(object), ''));
}

/** A live object as a manifest; it stands in no file. */
export function manifestOf(object: Data): Manifest {
  const [manifest] = manifestsOf('the cluster', '', object);
  return manifest as Manifest;
}

/** A label of an object. */
export function labelOf(object: Data, name: string): string | undefined {
  return textOf(mapOf(mapOf(object.metadata).labels)[name]);
}
