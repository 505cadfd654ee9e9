import type { Construct } from 'constructs';
import type { Environment, OwnObjectStorage } from '../../settings/types';
import { secretVariables, variables } from '../constructs/env';
import { resources } from '../constructs/quantities';
import { httpProbe, Server } from '../constructs/server';
import { claim, claimedFolder, mounted, scratch, secretFiles } from '../constructs/volumes';
import { ports } from '../places';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';

const name = 'object-storage';
const user = 1000;

/** The server the environment runs itself, if it does. */
export function ownServer({ objectStorage }: Environment) {
  return objectStorage.mode === 'internal' ? objectStorage.server : undefined;
}

/**
 * Adds the S3 server, versitygw: files in a folder, with versions and object lock. Its file system needs extended
 * attributes. One identity owns the buckets, the others are in `users.json` and may do what bucket policies say.
 */
export function addServer(scope: Construct, env: Environment, server: OwnObjectStorage['server']): void {
  claim(scope, 'objects', server.storage);
  const { volumes, volumeMounts } = mounted(
    claimedFolder('objects', '/data'),
    secretFiles(name, '/etc/versitygw'),
    scratch('tmp', '/tmp'),
  );
  new Server(scope, name, {
    user,
    replicas: 1,
    // One volume, one writer.
    strategy: { type: 'Recreate' },
    priorityClass: priorityClass(env, 'critical'),
    pullSecret: pullSecretOf(env),
    ports: { s3: ports.s3 },
    containers: [
      {
        name,
        image: server.image,
        command: ['/bin/sh', '-c', startCommand(env)],
        env: [...variables(server.env), ...secretVariables(name, ['ROOT_ACCESS_KEY', 'ROOT_SECRET_KEY'])],
        resources: resources(server.resources),
        volumeMounts,
        readinessProbe: httpProbe('/health', { periodSeconds: 10 }, 's3'),
        livenessProbe: httpProbe('/health', { periodSeconds: 30, failureThreshold: 3 }, 's3'),
      },
    ],
    spec: { volumes },
  });
}

function startCommand(env: Environment): string {
  const general = `--port :${ports.s3} --region ${env.objectStorage.region} --iam-dir /etc/versitygw --health /health --quiet`;
  return [
    'mkdir -p /data/buckets /data/versions',
    `exec versitygw ${general} posix --versioning-dir /data/versions /data/buckets`,
  ].join(' && ');
}
