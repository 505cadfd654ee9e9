import { type FieldPath, mapOf, textOf } from '../../../kubernetes/access';
import { containersOf } from '../../../kubernetes/kinds';
import type { Manifest } from '../../objects/manifest';
import type { TreeRule } from '../rule';
import { graphOf } from '../../objects/graph';
import { titleOf } from '../../objects/names';

const kind = 'security-profiles-operator.x-k8s.io/SeccompProfile';
/** Where the security profiles operator writes a profile, below the folder of the kubelet. */
const written = /^operator\/([^/]+)\.json$/;

/** The profiles that a pod asks for by file. */
export function* seccompFiles({ pod }: Manifest): Generator<{ path: FieldPath; file: string }> {
  if (!pod) return;
  const places = [{ path: [...pod.path, 'spec'] as FieldPath, at: pod.spec }].concat(
    containersOf(pod).map(({ path, container }) => ({ path, at: container })),
  );
  for (const { path, at } of places) {
    const file = textOf(mapOf(mapOf(at.securityContext).seccompProfile).localhostProfile);
    if (file !== undefined) yield { path: [...path, 'securityContext', 'seccompProfile', 'localhostProfile'], file };
  }
}

/** Profiles that the operator is to write exist. */
export const seccompProfile: TreeRule = {
  id: 'reference/seccomp-profile',
  description: 'a seccomp profile of the security profiles operator that does not exist',
  example: '`localhostProfile: operator/sandbx.json`',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const manifest of tree) {
      for (const { path, file } of seccompFiles(manifest)) {
        const name = written.exec(file)?.[1];
        if (name === undefined || graph.find(kind, '', name) || !graph.expects(kind, '', '')) continue;
        const meant = graph.suggest(kind, '', name);
        const advice =
          meant === undefined ? 'add it, or name one that is there' : `did you mean "operator/${meant}.json"`;
        yield [
          manifest,
          { path, message: `${titleOf(manifest)} needs SeccompProfile "${name}", which is not there; ${advice}` },
        ];
      }
    }
  },
};
