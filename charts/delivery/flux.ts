import type { Construct } from 'constructs';
import type { Kustomization } from '../../imports';
import type { Environment } from '../../settings/types';
import { ComponentChart } from '../constructs/component-chart';
import { customResource } from '../constructs/custom-resource';
import type { Manifest } from '../component';
import { timeoutMinutes } from '../roll-out';
import type { Stage } from '../stages';
import { addSource, type FluxSource } from './flux-source';
import { isSuspendedJob } from './guards';
import { healthChecks } from './health';

/** Objects by component. */
type Rendered = ReadonlyMap<string, readonly Manifest[]>;

/**
 * One Kustomization per component; `dependsOn` and `wait` make the same order that waves make for Argo CD. One more
 * keeps this folder itself current, so that a new component needs no hand where it is read from Git; waiting for
 * itself it would never end, nor would waiting for a component with a suspended Job.
 */
export class Flux extends ComponentChart {
  constructor(scope: Construct, env: Environment, stages: readonly Stage[], rendered: Rendered) {
    super(scope, 'flux', { environment: env.name, namespace: env.delivery.fluxNamespace });
    const source = addSource(this, env);
    // What a registry holds cannot hold its own digest, so that this folder is not in it.
    const own = env.delivery.source === 'git' ? [{ component: 'flux', dependsOn: [], wave: 0 }] : [];
    for (const stage of own) this.addKustomization(env, source, stage, []);
    for (const stage of stages) this.addKustomization(env, source, stage, rendered.get(stage.component) ?? []);
  }

  private addKustomization(env: Environment, source: FluxSource, stage: Stage, manifests: readonly Manifest[]): void {
    const wait = stage.component !== 'flux' && !manifests.some(isSuspendedJob);
    const health = wait ? healthChecks(manifests) : [];
    customResource<Kustomization>(this, stage.component, {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: `${source.ref.name}-${stage.component}` },
      spec: {
        interval: env.delivery.interval,
        retryInterval: '2m',
        timeout: `${timeoutMinutes(env, manifests)}m`,
        path: source.folderOf(stage.component),
        sourceRef: { ...source.ref },
        ...(stage.dependsOn.length > 0 && {
          dependsOn: stage.dependsOn.map((component) => ({ name: `${source.ref.name}-${component}` })),
        }),
        // Nothing is removed while a restore goes on: what is not rendered is what people may still need.
        prune: !env.database.restore,
        // The next component starts when every object of this one is ready, Jobs have completed included.
        wait,
        ...(health.length > 0 && { healthCheckExprs: health }),
        // Deleting a Kustomization must not take a running platform with it.
        deletionPolicy: 'Orphan',
      },
    });
  }
}
