import { colourField, coloursOf } from './rollout-rules';
import { breach, type EnvironmentRule } from './rule';
import type { Environment } from './types';

/** A colour that nobody compares looks as good as one that is: its answers go nowhere. */
const shadowVerdict: EnvironmentRule = {
  id: 'environment/shadow-verdict',
  description: 'a copy of reads whose answers nobody can compare with those of the calls',
  example: '`shadow: …`, `prometheus.mode: existing`; without `federation`',
  check: (env) =>
    coloursOf(env).flatMap(([name, { shadow }]) => {
      const missing = shadow?.percent && env.route.kind === 'gateway' ? missingFor(env) : [];
      if (missing.length === 0) return [];
      return [
        breach(colourField(name, 'shadow'), `needs ${missing.join(' and ')}; otherwise nobody compares its answers`),
      ];
    }),
};

/** What keeps our Prometheus from knowing what the proxy counts. */
function missingFor({ monitoring: { prometheus }, route }: Environment): string[] {
  const envoy = route.kind === 'gateway' && route.gateway.policies === 'envoy-gateway';
  return [
    ...(envoy ? [] : ['route.gateway.policies: envoy-gateway']),
    ...(prometheus.mode === 'instance' ? [] : ['monitoring.prometheus.mode: instance']),
    ...(prometheus.mode === 'instance' && !prometheus.instance.federation
      ? ['monitoring.prometheus.instance.federation']
      : []),
    ...(prometheus.clusterSources.includes('ingress-controller')
      ? []
      : ['ingress-controller in monitoring.prometheus.clusterSources']),
  ];
}

/** What a verdict on copies of reads needs. */
export const verdictRules = [shadowVerdict];
