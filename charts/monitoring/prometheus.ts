import type { Construct } from 'constructs';
import type { Prometheus } from '../../imports';
import type { Environment, OwnPrometheus } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { namespaceOf } from '../places';
import { addPrometheusAccess } from './prometheus-access';
import { instanceLabels } from './selection';
import { serverName, serverSpec } from './server';

/** The platform's own Prometheus; the operator makes the Service `prometheus-operated` in front of it. */
export function addPrometheus(scope: Construct, env: Environment, { instance }: OwnPrometheus): void {
  addPrometheusAccess(scope, env);
  // Without namespace selectors only objects of its own namespace count, so nobody else can add targets or rules.
  const selector = { matchLabels: instanceLabels(env) };
  customResource<Prometheus>(scope, 'prometheus', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Prometheus',
    metadata: { name: serverName },
    spec: {
      ...serverSpec(env, 'prometheus', instance),
      serviceAccountName: 'prometheus',
      automountServiceAccountToken: true,
      serviceDiscoveryRole: 'EndpointSlice',
      serviceMonitorSelector: selector,
      podMonitorSelector: selector,
      probeSelector: selector,
      scrapeConfigSelector: selector,
      ruleSelector: selector,
      arbitraryFSAccessThroughSMs: { deny: true },
      enableAdminAPI: false,
      listenLocal: false,
      retention: instance.retention,
      scrapeInterval: '30s',
      scrapeTimeout: '10s',
      evaluationInterval: '30s',
      enforcedSampleLimit: 100_000,
      enforcedTargetLimit: 50,
      enforcedBodySizeLimit: '64MB',
      externalLabels: { environment: env.name },
      ...alerting(env),
    },
  });
}

function alerting(env: Environment) {
  if (env.monitoring.alertmanager.mode !== 'instance') return {};
  const namespace = namespaceOf(env, 'monitoring');
  return {
    alerting: { alertmanagers: [{ name: 'alertmanager-operated', namespace, port: 'web', apiVersion: 'v2' as const }] },
  };
}
