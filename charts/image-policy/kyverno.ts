import type { Chart } from 'cdk8s';
import type { ImageValidatingPolicy } from '../../imports';
import { imagePattern } from '../../kubernetes/images';
import type { Environment, ImageVerification } from '../../settings/types';
import { environmentLabel } from '../../settings/facts/labels';
import { customResource } from '../constructs/custom-resource';
import { clusterName } from '../places';

/** Every list of containers that a pod has. */
const lists = ['containers', 'initContainers', 'ephemeralContainers'];

/**
 * The policy for Kyverno (1.19.1, pkg/image/verification/evaluator/policy.go): `images` holds those that match, and one
 * without digest is refused before any registry is asked. Ephemeral containers come through a resource of their own.
 */
export function addKyvernoPolicy(chart: Chart, env: Environment, verification: ImageVerification): void {
  const { images, publicKeys, mode, transparencyLog, whenDown, registrySecret } = verification;
  const names = publicKeys.map((_, index) => `release${index + 1}`);
  const attestors = `[${names.map((name) => `attestors.${name}`).join(', ')}]`;
  customResource<ImageValidatingPolicy>(chart, 'signed-images', {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ImageValidatingPolicy',
    metadata: { name: clusterName(env, 'signed-images') },
    spec: {
      failurePolicy: whenDown === 'refuse' ? 'Fail' : 'Ignore',
      validationActions: [mode === 'enforce' ? 'Deny' : 'Warn'],
      // Registries answer when they do; the default is ten seconds, and thirty the most.
      webhookConfiguration: { timeoutSeconds: 30 },
      matchConstraints: {
        namespaceSelector: { matchLabels: { [environmentLabel]: env.name } },
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['pods', 'pods/ephemeralcontainers'],
          },
        ],
      },
      matchImageReferences: images.map((glob) => ({ expression: `ref.matches('${imagePattern(glob)}')` })),
      // What is applied stays as it is rendered: with its digest, or not at all.
      validationConfigurations: { mutateDigest: false, verifyDigest: true, required: true },
      ...(registrySecret && { credentials: { secrets: [registrySecret] } }),
      attestors: publicKeys.map((data, index) => ({
        name: names[index] ?? '',
        cosign: {
          key: { data },
          ctlog: transparencyLog ? { url: transparencyLog } : { insecureIgnoreTlog: true },
        },
      })),
      validations: lists.map((list) => ({
        expression: `images.${list}.all(image, verifyImageSignatures(image, ${attestors}) > 0)`,
        message: `an image of ${list} is not signed with the platform's key`,
      })),
    },
  });
}
