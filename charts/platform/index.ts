import type { Construct } from 'constructs';
import { podOf } from '../../kubernetes/kinds';
import type { Environment } from '../../settings/types';
import type { Component, Manifest } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { KubeLimitRange, KubeNamespace, KubePriorityClass, KubeResourceQuota } from '../constructs/k8s';
import { quantities } from '../constructs/quantities';
import { verificationLabels } from '../image-policy/policy-controller';
import { type Flow, flows } from '../flows';
import { namespaceOf, type Place, placesOf } from '../places';
import { priorities, priorityClass } from '../priorities';
import { containerLimits, quotaOf } from './footprint';
import { addNetworkPolicies } from './network-policies';
import { podSecurityLabels } from './pod-security';

/** The ground everything stands on: namespaces with their security level, quotas, priorities and network rules. */
export const platform: Component = {
  name: 'platform',
  source: 'charts/platform',
  after: [],
  summarize: (scope, env, rendered) => new Platform(scope, env, rendered),
};

class Platform extends ComponentChart {
  constructor(scope: Construct, env: Environment, rendered: readonly Manifest[]) {
    super(scope, platform.name, { environment: env.name });
    const connections = flows(env);
    for (const place of placesOf(env)) this.addNamespace(env, place, rendered, connections);
    for (const [name, value] of Object.entries(priorities)) {
      new KubePriorityClass(this, `priority-${name}`, {
        metadata: { name: priorityClass(env, name as keyof typeof priorities) },
        value,
      });
    }
  }

  private addNamespace(
    env: Environment,
    place: Place,
    rendered: readonly Manifest[],
    connections: readonly Flow[],
  ): void {
    const name = namespaceOf(env, place);
    const inside = rendered.filter((object) => object.metadata.namespace === name);
    const pods = inside.flatMap((object) => podOf(object) ?? []);
    const labels = { ...podSecurityLabels(pods, env.kubernetes), ...verificationLabels(env) };
    new KubeNamespace(this, name, { metadata: { name, labels } });
    addNetworkPolicies(this, env, name, connections);
    const hard = quotaOf(inside);
    if (!hard) return;
    new KubeResourceQuota(this, `quota-${name}`, {
      metadata: { name: 'quota', namespace: name },
      spec: { hard: quantities(hard) },
    });
    new KubeLimitRange(this, `limits-${name}`, {
      metadata: { name: 'limits', namespace: name },
      spec: {
        limits: [
          {
            ...containerLimits,
            default: quantities(containerLimits.default),
            defaultRequest: quantities(containerLimits.defaultRequest),
          },
        ],
      },
    });
  }
}
