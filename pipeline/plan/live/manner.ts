import { type Data, mapOf, textOf } from '../../../kubernetes/access';
import { appliesOnServer, covers } from '../engines';
import type { Entry, Tree } from '../tree';
import { application, kustomization } from '../engine-kinds';
import { argoManager, argoMark, fluxMark, isManagedBy } from './marks';

/*
 * How engines apply. Sources: Argo CD 3 (`ArgoCDSSAManager` in common/common.go; gitops-engine, `newApplyOptions`, which
 * forces conflicts where it applies on the server), Flux (kustomize-controller 1.9, `controllerName`; fluxcd/pkg/ssa,
 * `ResourceManager.apply`, which always forces them), kubectl 1.36 (the names of its field managers).
 */

/** Who applies an object, and in which way. */
export interface Manner {
  /** The field manager. */
  readonly manager: string;
  /** Whether the API server merges; kubectl does it by what it noted the last time otherwise. */
  readonly serverSide: boolean;
  /** Whether fields of others are taken from them. */
  readonly force: boolean;
}

const byFlux: Manner = { manager: 'kustomize-controller', serverSide: true, force: true };
const byArgo: Manner = { manager: argoManager, serverSide: true, force: true };
const byArgoThroughKubectl: Manner = { manager: argoManager, serverSide: false, force: false };
const byHand: Manner = { manager: 'kubectl', serverSide: true, force: false };
const byHandAsEver: Manner = { manager: 'kubectl-client-side-apply', serverSide: false, force: false };

/** How an object will be applied: by the engine that has its mark on it, by one that reads its folder, or by hand. */
export function mannerOf(entry: Entry, live: Data | undefined, tree: Tree): Manner {
  const apps = tree.ofKind(application).filter((app) => covers(app, entry, tree));
  const isFlux = tree.ofKind(kustomization).some((owner) => covers(owner, entry, tree));
  const isArgo = apps.length > 0 || (live !== undefined && isManagedBy(live, argoManager));
  const argo = () => (isByServer(entry, live, apps) ? byArgo : byArgoThroughKubectl);
  if (live && argoMark(live) !== undefined) return argo();
  if (isFlux && !isArgo) return byFlux;
  if (live && fluxMark(live) !== undefined) return byFlux;
  if (isArgo) return argo();
  return live && isOfKubectlOnly(live) ? byHandAsEver : byHand;
}

function isByServer(entry: Entry, live: Data | undefined, apps: readonly Entry[]): boolean {
  if (apps.length > 0) return apps.some((app) => appliesOnServer(entry, app));
  return live === undefined || isManagedBy(live, argoManager, 'Apply');
}

/** Whether `kubectl apply` without `--server-side` looks after an object. */
function isOfKubectlOnly(live: Data): boolean {
  const annotations = mapOf(mapOf(live.metadata).annotations);
  return (
    textOf(annotations['kubectl.kubernetes.io/last-applied-configuration']) !== undefined &&
    !isManagedBy(live, 'kubectl', 'Apply')
  );
}
