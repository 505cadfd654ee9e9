import { type Cases, fails, objectsOf } from './case';

const budget = (spec: object) => objectsOf('policy/v1', 'PodDisruptionBudget')({ spec: { selector: {}, ...spec } });
const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const scaler = (spec: object) =>
  objectsOf('autoscaling/v2', 'HorizontalPodAutoscaler')({ spec: { scaleTargetRef: target, maxReplicas: 3, ...spec } });
const metric = (fields: object) => scaler({ metrics: [fields] });
const cpu = (fields: object) => metric({ type: 'Resource', resource: { name: 'cpu', target: fields } });
const named = { metric: { name: 'queue' } };
const down = (rules: object) => scaler({ behavior: { scaleDown: rules } });
const step = { type: 'Pods', value: 1, periodSeconds: 60 };
const old = (spec: object) =>
  objectsOf('autoscaling/v1', 'HorizontalPodAutoscaler')({ spec: { scaleTargetRef: target, maxReplicas: 3, ...spec } });

export const scalingCases: Cases = {
  failing: [
    fails(
      'value/autoscaler-target',
      'spec.scaleTargetRef',
      scaler({ scaleTargetRef: { ...target, apiVersion: 'v1' } }),
    ),
    fails(
      'value/autoscaler-target',
      'spec.scaleTargetRef',
      scaler({ scaleTargetRef: { kind: 'Deployment', name: 'web' } }),
    ),
    fails(
      'value/autoscaler-metric-target',
      'spec.metrics.0.resource.target.averageValue',
      cpu({ type: 'AverageValue', averageValue: '1 cpu' }),
    ),
    fails(
      'value/autoscaler-metric-target',
      'spec.metrics.0.resource.target.type',
      cpu({ type: '', averageValue: '1' }),
    ),
    fails(
      'value/autoscaler-metric-target',
      'spec.metrics.0.containerResource.container',
      metric({
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'Web', target: { type: 'Utilization', averageUtilization: 1 } },
      }),
    ),
    fails('value/autoscaler-bounds', 'spec.targetCPUUtilizationPercentage', old({ targetCPUUtilizationPercentage: 0 })),
    fails(
      'value/autoscaler-behavior',
      'spec.behavior.scaleDown.policies.0.type',
      down({ policies: [{ ...step, type: '' }] }),
    ),

    fails('value/disruption-budget', 'spec.maxUnavailable', budget({ minAvailable: 1, maxUnavailable: 1 })),
    fails('value/disruption-budget', 'spec.minAvailable', budget({ minAvailable: '101%' })),
    fails('value/disruption-budget', 'spec.minAvailable', budget({ minAvailable: '1' })),
    fails('value/disruption-budget', 'spec.maxUnavailable', budget({ maxUnavailable: -1 })),
    fails(
      'value/disruption-budget',
      'spec.unhealthyPodEvictionPolicy',
      budget({ unhealthyPodEvictionPolicy: 'Always' }),
    ),
    fails(
      'value/disruption-selector',
      'spec.selector.matchLabels.app',
      budget({ selector: { matchLabels: { app: 'a b' } } }),
    ),
    fails('value/autoscaler-bounds', 'spec.maxReplicas', scaler({ maxReplicas: 0 })),
    fails('value/autoscaler-bounds', 'spec.maxReplicas', scaler({ minReplicas: 4 })),
    fails('value/autoscaler-bounds', 'spec.maxReplicas', old({ minReplicas: 4 })),
    fails('value/autoscaler-bounds', 'spec.minReplicas', scaler({ minReplicas: 0 })),
    fails('value/autoscaler-bounds', 'spec.minReplicas', scaler({ minReplicas: -1 })),
    fails('value/autoscaler-target', 'spec.scaleTargetRef.name', scaler({ scaleTargetRef: { ...target, name: '' } })),
    fails(
      'value/autoscaler-target',
      'spec.scaleTargetRef.kind',
      scaler({ scaleTargetRef: { ...target, kind: 'a/b' } }),
    ),
    fails(
      'value/autoscaler-behavior',
      'spec.behavior.scaleDown.stabilizationWindowSeconds',
      down({ stabilizationWindowSeconds: 3601 }),
    ),
    fails('value/autoscaler-behavior', 'spec.behavior.scaleDown.selectPolicy', down({ selectPolicy: 'Least' })),
    fails(
      'value/autoscaler-behavior',
      'spec.behavior.scaleDown.policies.0.type',
      down({ policies: [{ ...step, type: 'Pod' }] }),
    ),
    fails(
      'value/autoscaler-behavior',
      'spec.behavior.scaleDown.policies.0.value',
      down({ policies: [{ ...step, value: 0 }] }),
    ),
    fails(
      'value/autoscaler-behavior',
      'spec.behavior.scaleDown.policies.0.periodSeconds',
      down({ policies: [{ ...step, periodSeconds: 1801 }] }),
    ),
    fails('value/autoscaler-behavior', 'spec.behavior.scaleDown.policies', down({ policies: [] })),
    fails('value/autoscaler-metric', 'spec.metrics.0.type', metric({ type: 'Cpu' })),
    fails('value/autoscaler-metric', 'spec.metrics.0', metric({ type: 'Resource' })),
    fails(
      'value/autoscaler-metric',
      'spec.metrics.0.pods',
      metric({
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 80 },
        },
        pods: { ...named, target: { type: 'AverageValue', averageValue: '1' } },
      }),
    ),
    fails('value/autoscaler-metric-target', 'spec.metrics.0.resource.target', cpu({ type: 'Utilization' })),
    fails(
      'value/autoscaler-metric-target',
      'spec.metrics.0.resource.target.type',
      cpu({ type: 'Average', averageUtilization: 80 }),
    ),
    fails(
      'value/autoscaler-metric-target',
      'spec.metrics.0.resource.target.averageUtilization',
      cpu({ type: 'Utilization', averageUtilization: 0 }),
    ),
    fails(
      'value/autoscaler-metric-target',
      'spec.metrics.0.resource.target.averageValue',
      cpu({ type: 'Utilization', averageUtilization: 80, averageValue: '1' }),
    ),
    fails(
      'value/autoscaler-metric-target',
      'spec.metrics.0.pods.target',
      metric({
        type: 'Pods',
        pods: { ...named, target: { type: 'Value', value: '1' } },
      }),
    ),
    fails(
      'value/autoscaler-metric-target',
      'spec.metrics.0.external.target.averageValue',
      metric({
        type: 'External',
        external: {
          ...named,
          target: { type: 'Value', value: '1', averageValue: '1' },
        },
      }),
    ),
  ],
  passing: [
    scaler({ scaleTargetRef: { apiVersion: 'v1', kind: 'ReplicationController', name: 'web' } }),
    budget({ minAvailable: '100%' }),
    budget({ maxUnavailable: 0, unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
    budget({ maxUnavailable: '0%' }),
    budget({
      selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
    }),
    scaler({ minReplicas: 3 }),
    old({ minReplicas: 1, targetCPUUtilizationPercentage: 80 }),
    cpu({ type: 'Utilization', averageUtilization: 250 }),
    cpu({ type: 'AverageValue', averageValue: '500m' }),
    metric({
      type: 'External',
      external: {
        ...named,
        target: { type: 'AverageValue', averageValue: '30' },
      },
    }),
    metric({
      type: 'Object',
      object: {
        ...named,
        describedObject: target,
        target: { type: 'Value', value: '10' },
      },
    }),
    metric({
      type: 'ContainerResource',
      containerResource: {
        name: 'memory',
        container: 'web',
        target: { type: 'AverageValue', averageValue: '1Gi' },
      },
    }),
    down({ stabilizationWindowSeconds: 0, selectPolicy: 'Disabled' }),
    down({ policies: [step, { ...step, type: 'Percent', value: 200 }] }),
  ],
};
