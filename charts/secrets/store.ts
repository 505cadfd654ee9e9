import type { Environment } from '../../settings/types';
import { namespaceOf, type Place } from '../places';

/** The account that reads the store, one in every namespace that has secrets. */
export const readerAccount = 'secret-reader';

/** Name of the SecretStore in every namespace that reads secrets. */
export const storeName = 'secrets';

/** The audience of the tokens that the reader shows to Vault. */
export const vaultAudience = 'vault';

/** The Vault role of one namespace, and the policy of the same name that it brings. */
export function vaultRole(env: Environment, place: Place): string {
  return `bkg-${env.name}-${place}`;
}

/** How External Secrets reaches the environment's store on behalf of one namespace. */
export function storeProvider(env: Environment, place: Place) {
  const { secrets } = env;
  const serviceAccountRef = { name: readerAccount };
  switch (secrets.store) {
    case 'vault':
      return {
        vault: {
          server: secrets.vault.server,
          path: secrets.vault.mount,
          version: 'v2' as const,
          // One role and policy per namespace (deploy/vault); the environment's own paths only.
          auth: {
            kubernetes: {
              mountPath: secrets.vault.authMount,
              role: vaultRole(env, place),
              // A token for Vault alone: whoever sees it there cannot use it with the Kubernetes API.
              serviceAccountRef: { name: readerAccount, audiences: [vaultAudience] },
            },
          },
        },
      };
    case 'aws':
      return {
        aws: {
          service: 'SecretsManager' as const,
          region: secrets.aws.region,
          auth: { jwt: { serviceAccountRef } },
        },
      };
    case 'gcp':
      return {
        gcpsm: { projectID: secrets.gcp.projectId, auth: { workloadIdentity: { serviceAccountRef } } },
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

/** The cloud's identity that the reader of one namespace acts as: an IAM role, or a service account's address. */
export function readerIdentity(env: Environment, place: Place): string | undefined {
  const { secrets } = env;
  const namespace = namespaceOf(env, place);
  if (secrets.store === 'aws') return `${secrets.aws.roleArnPrefix}${namespace}`;
  if (secrets.store === 'gcp') return `${namespace}@${secrets.gcp.projectId}.iam.gserviceaccount.com`;
  return undefined;
}

/** Annotations that tie the reader account to its identity. */
export function readerAnnotations(env: Environment, place: Place): Record<string, string> | undefined {
  const identity = readerIdentity(env, place);
  if (identity === undefined) return undefined;
  return { [env.secrets.store === 'aws' ? 'eks.amazonaws.com/role-arn' : 'iam.gke.io/gcp-service-account']: identity };
}
