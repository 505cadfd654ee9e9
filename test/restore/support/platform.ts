import type { Manifest } from '../../../charts/component';
import type { Environment } from '../../../settings/types';
import { listFiles } from '../../../pipeline/publish/tree/write';
import { manifest, manifests } from '../../support/environments';
import { Database, password } from './database';
import { Pod } from './pod';
import { freePort, subfolder } from './programs';
import { Storage } from './storage';

/** Pods of an environment's database on this machine, with one S3 server for all of them. */
export class Platform {
  private constructor(
    readonly folder: string,
    readonly bucket: string,
    readonly storage: Storage,
  ) {}

  static async start(folder: string, env: Environment): Promise<Platform> {
    const bucket = env.objectStorage.buckets.backups;
    return new Platform(folder, bucket, await Storage.start(subfolder(folder, 's3'), bucket));
  }

  /** The pod of a manifest; `port` is where its database listens. */
  pod(env: Environment, name: string, found: Manifest, port: number): Pod {
    const objects = manifests(env, 'bkg-db');
    const service = objects.find(({ kind, metadata }) => kind === 'Service' && /^bkg-db.*-rw$/.test(metadata.name));
    return new Pod(found, subfolder(this.folder, name), {
      manifests: objects,
      secrets: { ...this.storage.secrets, POSTGRES_PASSWORD: password, PGPASSWORD: password },
      addresses: [
        ['5432', String(port)],
        [`http://object-storage.${env.namespacePrefix}object-storage.svc.cluster.local:8333`, this.storage.endpoint],
        ['https://s3.eu-central-1.amazonaws.com', this.storage.endpoint],
        [`${service?.metadata.name}.${env.namespacePrefix}bkg-db.svc.cluster.local`, '127.0.0.1'],
      ],
    });
  }

  /** The server of an environment in `statefulset` mode. */
  async database(env: Environment, name: string): Promise<Database> {
    const found = manifests(env, 'bkg-db').filter(({ kind }) => kind === 'StatefulSet');
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} StatefulSets`);
    const port = await freePort();
    return new Database(this.pod(env, name, found[0], port), port);
  }

  /** The pod of a CronJob. */
  job(env: Environment, name: string, folder: string, port = 5432): Pod {
    return this.pod(env, folder, manifest(env, 'bkg-db', 'CronJob', name), port);
  }

  /** Where an object of the bucket is kept. */
  file(key: string): string {
    return this.storage.file(this.bucket, ...key.split('/'));
  }

  /** Keys of the bucket that begin with a prefix, sorted. */
  keys(prefix: string): string[] {
    return listFiles(this.storage.file(this.bucket))
      .filter((key) => key.startsWith(prefix))
      .sort();
  }
}
