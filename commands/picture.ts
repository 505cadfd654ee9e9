import { render, stagesIn } from '../charts';
import { neighbours } from '../charts/neighbours';
import { groupKindOf } from '../kubernetes/kinds';
import { manifestsOf } from '../pipeline/objects/manifest';
import { graphOf } from '../pipeline/objects/graph';
import type { Environment } from '../settings/types';
import { type Picture, pictureOf } from '../pipeline/picture/model';
import type { Folder } from '../pipeline/publish/tree/layout';
import { contextOf } from './context';

/** The picture of an environment; from what it renders, unless told what else is rendered. */
export function picture(
  environment: Environment,
  folders: readonly Folder[] = render(environment) as readonly Folder[],
): Picture {
  const entries = folders
    .filter(({ reconciled }) => reconciled)
    .flatMap(({ name, manifests }) =>
      manifests.flatMap((object) =>
        manifestsOf(name, '', object).map((manifest) => ({
          manifest,
          kind: groupKindOf(manifest.object),
          namespace: object.metadata.namespace ?? '',
          component: name,
        })),
      ),
    );
  const graph = graphOf(
    entries.map(({ manifest }) => manifest),
    contextOf(environment),
  );
  return pictureOf(environment.name, { entries, graph }, stagesIn(environment), neighbours(environment));
}
