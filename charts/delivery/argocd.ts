import type { Construct } from 'constructs';
import type { Application, AppProject } from '../../imports';
import type { Environment } from '../../settings/types';
import type { Manifest } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { customResource } from '../constructs/custom-resource';
import { namespaceOf, placesOf } from '../places';
import { syncRetry } from '../roll-out';
import { addCredentials } from './credentials';

const server = 'https://kubernetes.default.svc';

/**
 * One Application for the whole environment: waves order objects inside one Application only; across several they
 * do nothing unless Argo CD is told how to judge an Application's health.
 */
export class ArgoCd extends ComponentChart {
  constructor(scope: Construct, env: Environment, rendered: readonly Manifest[]) {
    super(scope, 'argocd', { environment: env.name, namespace: env.delivery.argocdNamespace });
    const name = `bkg-${env.name}`;
    this.addProject(env, name, rendered);
    addCredentials(this, env, 'argocd');
    customResource<Application>(this, 'application', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      // Server-side apply needs the server's own diff: defaults of custom resources would look like drift for ever.
      metadata: { name, annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' } },
      spec: {
        project: name,
        source: sourceOf(env),
        // Every object names its own namespace. Argo CD compares this one with the project's before it syncs anything; an
        // empty one is in no list of names. What forgets its namespace meets the strictest level and a quota for one Job.
        destination: { server, namespace: namespaceOf(env, 'checks') },
        syncPolicy: {
          // Nothing is removed while a restore goes on: what is not rendered is what people may still need.
          automated: { prune: !env.database.restore, selfHeal: true },
          syncOptions: ['CreateNamespace=false', 'FailOnSharedResource=true', 'PruneLast=true', 'ServerSideApply=true'],
          retry: {
            limit: syncRetry.limit,
            backoff: {
              duration: `${syncRetry.firstSeconds}s`,
              factor: syncRetry.factor,
              maxDuration: `${syncRetry.longestMinutes}m`,
            },
          },
        },
      },
    });
  }

  /** Limits the Application to this repository, these namespaces and the cluster-scoped kinds it really has. */
  private addProject(env: Environment, name: string, rendered: readonly Manifest[]): void {
    customResource<AppProject>(this, 'project', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name },
      spec: {
        description: `BKG platform, environment ${env.name}`,
        sourceRepos: [sourceOf(env).repoURL],
        destinations: placesOf(env).map((place) => ({ server, namespace: namespaceOf(env, place) })),
        clusterResourceWhitelist: clusterKinds(rendered),
        ...signers(env),
      },
    });
  }
}

/** The folder of the environment, in Git, or as it was packaged. */
function sourceOf({ name, delivery }: Environment) {
  if (delivery.source === 'git')
    return { repoURL: delivery.repository, targetRevision: delivery.branch, path: `gitops/${name}` };
  const { address, digest, version } = delivery.oci;
  return { repoURL: address, targetRevision: digest ?? version, path: '.' };
}

/** Keys whose commits it takes. Of what comes from a registry it verifies no signature (argo-cd#22609). */
function signers({ delivery }: Environment) {
  const { source, signedBy } = delivery;
  return source === 'git' && signedBy && { signatureKeys: signedBy.keys.map((keyID) => ({ keyID })) };
}

function clusterKinds(rendered: readonly Manifest[]): { group: string; kind: string }[] {
  const names = rendered
    .filter(({ metadata }) => metadata.namespace === undefined)
    .map(({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`);
  return [...new Set(names)].sort().map((name) => {
    const [group = '', kind = ''] = name.split('/');
    return { group, kind };
  });
}
