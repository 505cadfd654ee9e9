import { at, mapOf, textOf } from '../../../kubernetes/access';
import { groupOf } from '../../../kubernetes/kinds';
import { graphOf } from '../../objects/graph';
import { kindOf, nameOf, namespaceOf, plainKind, titleOf } from '../../objects/names';
import type { Manifest } from '../../objects/manifest';
import type { Finding, TreeRule } from '../rule';
import { applicationsOf, literalOf, sourcesOf } from './applications';
import { broughtFrom } from './folders';
import { isDestinationPermitted, isGroupKindPermitted } from './project';
import { isNamespaced } from './resources';
import { clusterOf, type Scope, scopeOf } from './scope';

/** A project allows what its applications bring (argo-cd v3.5.1, controller/sync.go, validateSyncPermissions). */
export const objectPermitted: TreeRule = {
  id: 'reference/project',
  description: 'an object delivered by an Application whose AppProject does not allow its namespace or its kind',
  example: '`destinations` without the namespace of a Deployment',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const application of applicationsOf(graph)) {
      const scope = scopeOf(graph, application);
      if (!scope) continue;
      const cluster = clusterOf(application, scope);
      const own = literalOf(mapOf(application.spec.destination).namespace);
      const mayGo = (namespace: string | undefined) =>
        !cluster || isDestinationPermitted(scope.project, cluster, namespace, scope.own) !== false;
      // Where nothing may go, that is what there is to say.
      const isOpen = mayGo(undefined);
      for (const manifest of sourcesOf(application).flatMap(({ folder }) => broughtFrom(tree, folder))) {
        if (isLeftOut(manifest)) continue;
        const namespaced = isNamespaced(graph, manifest);
        const namespace = namespaceOf(manifest) || own;
        if (namespaced !== undefined && !isKindAllowed(manifest, scope, namespaced))
          yield [manifest, kindRefusal(manifest, scope, namespaced)];
        else if (namespaced && namespace !== undefined && isOpen && !mayGo(namespace))
          yield [manifest, namespaceRefusal(scope, namespace)];
      }
    }
  },
};

/** What delivers is not delivered by itself, and hooks of this sort by nobody. */
function isLeftOut(manifest: Manifest): boolean {
  const hook = at(manifest.object, ['metadata', 'annotations', 'argocd.argoproj.io/hook']);
  return hook === 'Skip' || /^argoproj\.io\/App|\.toolkit\.fluxcd\.io\//.test(kindOf(manifest));
}

function isKindAllowed(manifest: Manifest, { project }: Scope, namespaced: boolean): boolean {
  const group = groupOf(textOf(manifest.object.apiVersion) ?? '');
  return isGroupKindPermitted(project, {
    group,
    kind: plainKind(kindOf(manifest)),
    name: nameOf(manifest),
    namespaced,
  });
}

function kindRefusal(manifest: Manifest, { manifest: project }: Scope, namespaced: boolean): Finding {
  const lists = namespaced ? 'namespaceResource' : 'clusterResource';
  const what = namespaced ? plainKind(kindOf(manifest)) : titleOf(manifest);
  const message = `${titleOf(project)} allows no ${what}; change its "${lists}Whitelist" or "${lists}Blacklist"`;
  return { path: ['kind'], message };
}

function namespaceRefusal({ manifest: project }: Scope, namespace: string): Finding {
  const message = `${titleOf(project)} allows nothing in namespace "${namespace}"; add it to its "destinations"`;
  return { path: ['metadata', 'namespace'], message };
}
