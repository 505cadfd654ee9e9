import type { Construct } from 'constructs';
import type { Environment } from '../../settings/types';
import type { Component } from '../component';
import { ComponentChart } from '../constructs/component-chart';
import { variables } from '../constructs/env';
import { ScheduledJob } from '../constructs/job';
import { KubeServiceAccount, type Volume, type VolumeMount } from '../constructs/k8s';
import type { ContainerSpec } from '../constructs/pod';
import { smallResources } from '../constructs/quantities';
import { mounted, scratch, secretFolder } from '../constructs/volumes';
import { storageClient } from '../object-storage/client';
import { namespaceOf } from '../places';
import { priorityClass } from '../priorities';
import { usualDeadline } from '../roll-out';
import { pullSecretOf } from '../secrets/consumers';
import { vaultAudience } from '../secrets/store';
import { snapshotAccount, snapshotRole, type StoreCopies, storeCopies } from './access';
import drillRecord from './drill-record.sh';
import snapshot from './snapshot.sh';
import upload from './upload.sh';

/**
 * Takes snapshots of Vault or OpenBao to the bucket of another account, and looks whether people have proven that they can
 * be restored. A restore needs what opens the store, so no CronJob does it: docs/runbooks/secret-store-drill.sh.
 */
export const secretStoreBackup: Component = {
  name: 'secret-store-backup',
  source: 'charts/secret-store-backup',
  after: ['secrets'],
  present: (env) => storeCopies(env) !== undefined,
  build: (scope, env) => {
    const copies = storeCopies(env);
    if (copies) new SecretStoreBackup(scope, env, copies);
  },
};

const name = secretStoreBackup.name;

/** The CronJob that fails when nobody has restored a copy for too long. */
export const storeDrill = 'secret-store-drill';

const user = 1000;
const snapshotFolder = '/snapshots';
const tokenFolder = secretFolder('store-token');

class SecretStoreBackup extends ComponentChart {
  constructor(scope: Construct, env: Environment, from: StoreCopies) {
    super(scope, name, { environment: env.name, namespace: namespaceOf(env, 'secret-store-backup') });
    new KubeServiceAccount(this, 'account', {
      metadata: { name: snapshotAccount },
      automountServiceAccountToken: false,
    });
    const common = { user, priorityClass: priorityClass(env, 'batch'), pullSecret: pullSecretOf(env) };
    this.addBackup(env, from, common);
    this.addDrill(env, from, common);
  }

  private addBackup(env: Environment, { copies, store, vault }: StoreCopies, common: Common): void {
    const { volumes, volumeMounts } = mounted(scratch('snapshots', snapshotFolder, '2Gi'), scratch('tmp', '/tmp'));
    const { volumes: tokens, volumeMounts: token } = mounted(storeToken());
    new ScheduledJob(this, name, {
      ...common,
      name,
      schedule: store.schedule,
      deadlineSeconds: usualDeadline,
      retries: 2,
      serviceAccount: snapshotAccount,
      containers: [copiesClient(env, copies, 'upload', upload, volumeMounts)],
      spec: {
        volumes: [...volumes, ...tokens],
        initContainers: [
          {
            name: 'snapshot',
            image: env.checks.image,
            command: ['/bin/sh', '-c', snapshot],
            env: variables({
              AUTH_MOUNT: vault.authMount,
              ROLE: snapshotRole(env),
              SNAPSHOTS: snapshotFolder,
              STORE: vault.server,
              TOKEN_FILE: `${tokenFolder}/token`,
            }),
            resources: smallResources('128Mi'),
            volumeMounts: [...volumeMounts, ...token],
          },
        ],
      },
    });
  }

  private addDrill(env: Environment, { copies, store }: StoreCopies, common: Common): void {
    const { volumes, volumeMounts } = mounted(scratch('tmp', '/tmp'));
    const limits = { MAX_AGE_DAYS: String(store.drillDays), RTO_SECONDS: String(store.rtoMinutes * 60) };
    new ScheduledJob(this, storeDrill, {
      ...common,
      name: storeDrill,
      // Before people come to work, as the look at the buckets.
      schedule: '50 4 * * *',
      deadlineSeconds: usualDeadline,
      retries: 1,
      containers: [copiesClient(env, copies, 'look', drillRecord, volumeMounts, limits)],
      spec: { volumes },
    });
  }
}

type Common = { readonly user: number; readonly priorityClass: string; readonly pullSecret?: string };

/** A container that works on the bucket of copies. */
function copiesClient(
  env: Environment,
  copies: StoreCopies['copies'],
  container: string,
  script: string,
  volumeMounts: VolumeMount[],
  more: Readonly<Record<string, string>> = {},
): ContainerSpec {
  return storageClient(env, name, {
    name: container,
    script,
    variables: {
      AWS_DEFAULT_REGION: copies.region,
      AWS_ENDPOINT_URL: `https://${copies.host}`,
      BUCKET: copies.bucket,
      RETENTION_DAYS: String(copies.retentionDays),
      SNAPSHOTS: snapshotFolder,
      ...more,
    },
    volumeMounts,
  });
}

/** A token for the store alone, which the API server would not take. */
function storeToken(): [Volume, VolumeMount] {
  const serviceAccountToken = { audience: vaultAudience, expirationSeconds: 600, path: 'token' };
  return [
    { name: 'store-token', projected: { defaultMode: 0o440, sources: [{ serviceAccountToken }] } },
    { name: 'store-token', mountPath: tokenFolder, readOnly: true },
  ];
}
