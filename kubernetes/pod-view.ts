import { type Data, type FieldPath, mapsOf } from './access';

/** A pod as some object describes it. */
export interface PodView {
  /** Where the pod, or the template, stands in the object. */
  readonly path: FieldPath;
  readonly metadata: Data;
  readonly spec: Data;
}

/** A container of any sort, and where it stands. */
export interface ContainerView {
  readonly path: FieldPath;
  readonly container: Data;
  readonly sort: 'containers' | 'initContainers' | 'ephemeralContainers';
}

/** All containers of a pod, init and ephemeral ones included, in the order in which they are written. */
export function containersOf(pod: PodView): ContainerView[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((sort) =>
    mapsOf(pod.spec[sort]).map(({ item, index }) => ({
      path: [...pod.path, 'spec', sort, index],
      container: item,
      sort,
    })),
  );
}
