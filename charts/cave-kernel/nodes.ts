import type { Environment } from '../../settings/types';
import type { PodSpec } from '../constructs/k8s';

/** Puts pods on the nodes that run sandboxes, and on no others. */
export function onSandboxNodes({ kernel }: Environment): Required<Pick<PodSpec, 'nodeSelector'>> & Partial<PodSpec> {
  const { nodeSelector, taints } = kernel;
  return {
    // The server's own filter is built for x86-64 and kills every other architecture.
    nodeSelector: { 'kubernetes.io/arch': 'amd64', ...nodeSelector },
    tolerations:
      taints.length > 0 ? taints.map((key) => ({ key, operator: 'Exists', effect: 'NoSchedule' })) : undefined,
  };
}
