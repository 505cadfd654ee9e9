import type { Environment } from '../../pipeline/environment/types';
import { namespaceOf, type Place } from '../places';

/** The account that reads the store, one in every namespace that has secrets. */
export const readerAccount = 'secret-reader';

/** Name of the SecretStore in every namespace that reads secrets. */
export const storeName = 'secrets';

/** How External Secrets reaches the environment's store on behalf of one namespace. */
export function storeProvider(env: Environment, place: Place) {
  const { store, vault, aws, gcp } = env.secrets;
  const serviceAccountRef = { name: readerAccount };
  switch (store) {
    case 'vault':
      return {
        vault: {
          server: vault?.server ?? '',
          path: vault?.mount,
          version: 'v2' as const,
          // One Vault role and policy per namespace; the environment's own paths only.
          auth: {
            kubernetes: {
              mountPath: vault?.authMount ?? '',
              role: `bkg-${env.name}-${place}`,
              serviceAccountRef,
            },
          },
        },
      };
    case 'aws':
      return {
        aws: {
          service: 'SecretsManager' as const,
          region: aws?.region ?? '',
          auth: { jwt: { serviceAccountRef } },
        },
      };
    case 'gcp':
      return {
        gcpsm: { projectID: gcp?.projectId, auth: { workloadIdentity: { serviceAccountRef } } },
      };
    case 'generated':
      return {
        kubernetes: {
          remoteNamespace: namespaceOf(env, 'secrets'),
          server: { caProvider: { type: 'ConfigMap' as const, name: 'kube-root-ca.crt', key: 'ca.crt' } },
          auth: { serviceAccount: { name: readerAccount } },
        },
      };
  }
}

/** Annotations that tie the reader account to an identity of the cloud. */
export function readerAnnotations(env: Environment, place: Place): Record<string, string> | undefined {
  const { store, aws, gcp } = env.secrets;
  if (store === 'aws' && aws) return { 'eks.amazonaws.com/role-arn': `${aws.roleArnPrefix}${namespaceOf(env, place)}` };
  if (store === 'gcp' && gcp) {
    const account = `${namespaceOf(env, place)}@${gcp.projectId}.iam.gserviceaccount.com`;
    return { 'iam.gke.io/gcp-service-account': account };
  }
  return undefined;
}
