import { mapOf, textOf } from '../../../kubernetes/access';
import { graphOf } from '../../objects/graph';
import { titleOf } from '../../objects/names';
import type { Finding, TreeRule } from '../rule';
import { type Application, applicationsOf, literalOf, sourcesOf } from './applications';
import { isDestinationPermitted, isNamespacePermitted, isSourcePermitted } from './project';
import { clusterOf, type Scope, scopeOf } from './scope';

/**
 * Argo CD syncs nothing of an application that its project does not allow (argo-cd v3.5.1, util/argo/argo.go,
 * ValidatePermissions). What it brings is judged object by object, by `reference/project`.
 */
export const destinationPermitted: TreeRule = {
  id: 'delivery/destination-permitted',
  description:
    'an Application or ApplicationSet whose AppProject does not allow its repository, cluster, namespace, or itself',
  example: '`destination: { server: … }` without namespace, for a project that lists namespaces by name',
  *checkTree(tree, context) {
    const graph = graphOf(tree, context);
    for (const application of applicationsOf(graph)) {
      const scope = scopeOf(graph, application);
      if (!scope) continue;
      for (const finding of refusals(application, scope)) yield [application.manifest, finding];
    }
  },
};

function* refusals(application: Application, scope: Scope): Generator<Finding> {
  const { namespace, fieldAt } = application;
  const project = titleOf(scope.manifest);
  if (isNamespacePermitted(scope.project, namespace, scope.argoCd) === false) {
    const message = `${project} allows no application from namespace "${namespace}"; add it to its "sourceNamespaces"`;
    yield { path: ['metadata', 'namespace'], message };
  }
  for (const { path, repoURL } of sourcesOf(application)) {
    if (!repoURL || isSourcePermitted(scope.project, repoURL)) continue;
    const message = `${project} allows no application from "${repoURL}"; add it to its "sourceRepos"`;
    yield { path: fieldAt([...path, 'repoURL']), message };
  }
  const refused = destinationRefusal(application, scope, project);
  if (refused) yield refused;
}

function destinationRefusal(application: Application, scope: Scope, project: string): Finding | undefined {
  const cluster = clusterOf(application, scope);
  const destination = mapOf(application.spec.destination);
  const namespace = literalOf(destination.namespace ?? '');
  if (!cluster || isDestinationPermitted(scope.project, cluster, namespace, scope.own) !== false) return undefined;
  const where = `cluster "${cluster.server ?? cluster.name ?? textOf(destination.server ?? destination.name) ?? ''}"`;
  const field = (name: string) => application.fieldAt(['destination', name]);
  if (isDestinationPermitted(scope.project, cluster, undefined, scope.own) === false) {
    const message = `${project} allows nothing in ${where}; add it to its "destinations"`;
    return { path: field(destination.name === undefined ? 'server' : 'name'), message };
  }
  const message =
    namespace === ''
      ? `${project} allows some namespaces of ${where} only; set one of them, even if every object names its own`
      : `${project} allows nothing in namespace "${namespace ?? ''}" of ${where}; add it to its "destinations"`;
  return { path: field('namespace'), message };
}
