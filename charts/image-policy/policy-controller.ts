import type { Chart } from 'cdk8s';
import type { ClusterImagePolicy } from '../../imports';
import type { Environment, ImageVerification } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { clusterName } from '../places';

/** The label by which sigstore's policy-controller knows the namespaces whose images it verifies. */
const verifiedNamespace = { 'policy.sigstore.dev/include': 'true' };

/** Labels that the namespaces of an environment need so that their images are verified. */
export function verificationLabels({ imageVerification }: Environment): Record<string, string> {
  return imageVerification?.engine === 'policy-controller' ? verifiedNamespace : {};
}

/**
 * The policy for sigstore's policy-controller. One authority that accepts is enough. What happens while it is down, its
 * webhook says, which comes with its chart.
 */
export function addClusterImagePolicy(chart: Chart, env: Environment, verification: ImageVerification): void {
  const { images, publicKeys, mode, transparencyLog } = verification;
  customResource<ClusterImagePolicy>(chart, 'signed-images', {
    apiVersion: 'policy.sigstore.dev/v1beta1',
    kind: 'ClusterImagePolicy',
    metadata: { name: clusterName(env, 'signed-images') },
    spec: {
      mode,
      images: images.map((glob) => ({ glob })),
      authorities: publicKeys.map((data, index) => ({
        name: `release-${index + 1}`,
        key: { data },
        ...(transparencyLog && { ctlog: { url: transparencyLog } }),
      })),
    },
  });
}
