import type { Manifest } from '../../charts/component';
import { mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { containersOf, podOf } from '../../kubernetes/kinds';

/** Every root of workspaces that a container is told of, as `<workload>: <root> on <volume>`. */
export function workspaceRoots(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((object) => {
    const pod = podOf(object);
    if (!pod) return [];
    return containersOf(pod).flatMap(({ container }) =>
      mapsOf(container.env)
        .filter(({ item }) => item.name === 'CAVE_WORKSPACE_ROOT')
        .map(({ item }) => {
          const root = textOf(item.value) ?? '';
          return `${object.metadata.name}: ${root} on ${writableVolume(pod.spec, container, root)}`;
        }),
    );
  });
}

/** Those that are not on the volume that the charts mount; an environment without any root is one as well. */
export function misplacedWorkspaces(manifests: readonly Manifest[]): string[] {
  const roots = workspaceRoots(manifests);
  if (roots.length === 0) return ['no root of workspaces'];
  return roots.filter((root) => !/^cave-[\w-]+: \/var\/lib\/cave\/workspaces on an? /.test(root));
}

/** What kind of volume holds a path that may be written to; `no volume` where none does. */
function writableVolume(spec: unknown, container: unknown, root: string): string {
  const [mount] = mapsOf(mapOf(container).volumeMounts)
    .map(({ item }) => ({ item, place: String(item.mountPath) }))
    .filter(({ place }) => `${root}/`.startsWith(`${place}/`))
    .sort((a, b) => b.place.length - a.place.length);
  const volume = mapsOf(mapOf(spec).volumes).find(({ item }) => item.name === mount?.item.name)?.item;
  if (!mount || !volume || mount.item.readOnly === true) return 'no volume';
  if (volume.persistentVolumeClaim) return 'a claim';
  return mapOf(volume.emptyDir).sizeLimit === undefined ? 'no volume' : 'an emptyDir with a limit';
}
