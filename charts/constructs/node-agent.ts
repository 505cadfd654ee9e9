import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { confined } from './app-armor';
import { IntOrString, KubeDaemonSet, type Volume, type VolumeMount } from './k8s';
import { workloadLabels } from './labels';
import { hardenedPod, type PodProps } from './pod';

/**
 * A DaemonSet of root processes, one for each node that the pod selects. Everything else of the pod is as hardened as
 * ever; what it needs of the node it has to name.
 */
export class NodeAgent extends Construct {
  constructor(scope: Construct, name: string, props: Omit<PodProps, 'name' | 'user'>) {
    super(scope, name);
    const { securityContext, ...spec } = props.spec ?? {};
    const daemonSet = KubeDaemonSet.manifest({
      metadata: { name },
      spec: {
        selector: { matchLabels: workloadLabels(name) },
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: IntOrString.fromString('25%') },
        },
        template: hardenedPod({
          ...props,
          name,
          user: 0,
          spec: { ...spec, securityContext: { runAsNonRoot: false, ...securityContext } },
        }),
      },
    });
    new ApiObject(this, 'daemon-set', confined(daemonSet, props.appArmor));
  }
}

/** A folder of the node. `type` is what must be there; `DirectoryOrCreate` makes it, owned by root. */
export function nodeFolder(
  name: string,
  path: string,
  mountPath: string,
  type: 'Directory' | 'DirectoryOrCreate',
): [Volume, VolumeMount] {
  return [
    { name, hostPath: { path, type } },
    { name, mountPath, readOnly: type === 'Directory' || undefined },
  ];
}
