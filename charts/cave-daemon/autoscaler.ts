import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import { KubeHorizontalPodAutoscalerV2 } from '../constructs/k8s';
import { type Daemon, daemonLabels } from '../daemons';

/** Lets CPU use decide how many pods of a daemon run. Shrinks slowly, because a stopped pod still serves long `exec` calls. */
export function addAutoscaler(scope: Construct, { daemon: { autoscaling } }: Environment, daemon: Daemon): void {
  if (!autoscaling) return;
  const { name } = daemon;
  new KubeHorizontalPodAutoscalerV2(scope, `autoscaler-${name}`, {
    metadata: { name, labels: daemonLabels(daemon) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
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
