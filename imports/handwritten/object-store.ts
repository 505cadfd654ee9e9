import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
import type { IBarmanCredentials } from '@kubernetes-models/cloudnative-pg/github.com/cloudnative-pg/barman-cloud/pkg/api/BarmanCredentials';
import type { IDataBackupConfiguration } from '@kubernetes-models/cloudnative-pg/github.com/cloudnative-pg/barman-cloud/pkg/api/DataBackupConfiguration';
import type { IWalBackupConfiguration } from '@kubernetes-models/cloudnative-pg/github.com/cloudnative-pg/barman-cloud/pkg/api/WalBackupConfiguration';
import type { ISecretKeySelector } from '@kubernetes-models/cloudnative-pg/github.com/cloudnative-pg/machinery/pkg/api/SecretKeySelector';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IResourceRequirements } from 'kubernetes-models/v1/ResourceRequirements';

/** Where the barman-cloud plugin of CloudNativePG keeps backups and WAL. */
export interface ObjectStore {
  apiVersion: 'barmancloud.cnpg.io/v1';
  kind: 'ObjectStore';
  metadata: IObjectMeta;
  spec: ObjectStoreSpec;
  status?: unknown;
}

/** One bucket path, and how long its content is kept. */
export interface ObjectStoreSpec {
  configuration: ObjectStoreConfiguration;

  /** A number and d, w or m, such as `30d`. */
  retentionPolicy?: string;

  instanceSidecarConfiguration?: ObjectStoreSidecar;
}

/** The in-tree barman settings without `serverName`, which the plugin refuses here. */
export interface ObjectStoreConfiguration extends IBarmanCredentials {
  destinationPath: string;
  endpointURL?: string;
  endpointCA?: ISecretKeySelector;
  data?: IDataBackupConfiguration;
  wal?: IWalBackupConfiguration;
  tags?: { [key: string]: string };
  historyTags?: { [key: string]: string };
}

/** The container that the plugin adds to each instance pod. */
export interface ObjectStoreSidecar {
  env?: IEnvVar[];
  resources?: IResourceRequirements;
  retentionPolicyIntervalSeconds?: number;
  additionalContainerArgs?: string[];
  logLevel?: 'error' | 'warning' | 'info' | 'debug' | 'trace';
}
