import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { clusterScope, ComponentChart } from '../constructs/component-chart';
import { addKyvernoPolicy } from './kyverno';
import { addClusterImagePolicy } from './policy-controller';

/** Lets only images run that carry the platform's signature; the public key is all that the cluster knows of it. */
export const imagePolicy: Component = {
  name: 'image-policy',
  source: 'charts/image-policy',
  after: ['platform'],
  present: (env) => env.imageVerification !== undefined,
  build: (scope, env) => new ImagePolicy(scope, env),
};

class ImagePolicy extends ComponentChart {
  constructor(scope: Construct, env: Environment) {
    super(scope, imagePolicy.name, { environment: env.name });
    if (!env.imageVerification) return;
    const add = { 'policy-controller': addClusterImagePolicy, kyverno: addKyvernoPolicy };
    add[env.imageVerification.engine](clusterScope(this), env, env.imageVerification);
  }
}
