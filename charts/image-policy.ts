import type { Construct } from 'constructs';
import type { ClusterImagePolicy } from '../imports';
import type { Environment } from '../settings/types';
import type { Component } from './component';
import { clusterScope, ComponentChart } from './constructs/component-chart';
import { customResource } from './constructs/custom-resource';
import { clusterName } from './places';

/** The label by which sigstore's policy-controller knows the namespaces whose images it verifies. */
export const verifiedNamespace = { 'policy.sigstore.dev/include': 'true' };

/** Lets only images run that carry the platform's signature; the public key is all that the cluster knows of it. */
export const imagePolicy: Component = {
  name: 'image-policy',
  source: 'charts/image-policy.ts',
  after: ['platform'],
  present: (env) => env.imageVerification !== undefined,
  build: (scope, env) => new ImagePolicy(scope, env),
};

class ImagePolicy extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, imagePolicy.name, { environment: env.name });
    const { images, publicKey, mode, transparencyLog } = env.imageVerification ?? {};
    customResource<ClusterImagePolicy>(clusterScope(this), 'signed-images', {
      apiVersion: 'policy.sigstore.dev/v1beta1',
      kind: 'ClusterImagePolicy',
      metadata: { name: clusterName(env, 'signed-images') },
      spec: {
        mode,
        images: (images ?? []).map((glob) => ({ glob })),
        authorities: [
          { name: 'release', key: { data: publicKey }, ...(transparencyLog && { ctlog: { url: transparencyLog } }) },
        ],
      },
    });
  }
}
