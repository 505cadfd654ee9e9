import type { Construct } from 'constructs';
import type { Daemon } from '../../settings/types';
import { KubeHorizontalPodAutoscalerV2 } from '../constructs/k8s';

/** Lets CPU use decide how many daemons run. Shrinks slowly, because a stopped pod still serves long `exec` calls. */
export function addAutoscaler(scope: Construct, autoscaling: NonNullable<Daemon['autoscaling']>): void {
  new KubeHorizontalPodAutoscalerV2(scope, 'autoscaler', {
    metadata: { name: 'cave-daemon' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cave-daemon' },
      minReplicas: autoscaling.minReplicas,
      maxReplicas: autoscaling.maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: autoscaling.targetCpu } },
        },
      ],
      behavior: {
        scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }] },
      },
    },
  });
}
