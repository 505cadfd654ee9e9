import type { Environment } from '../../settings/types';
import { secretVariables, variables } from '../constructs/env';
import type { VolumeMount } from '../constructs/k8s';
import type { ContainerSpec } from '../constructs/pod';
import { smallResources } from '../constructs/quantities';
import { secretFolder, secretKeyFiles } from '../constructs/volumes';
import { storageEndpoint } from '../places';
import { credentialsKey } from '../secrets/consumers/storage';

interface Client {
  readonly name: string;
  /** POSIX shell; it finds the aws command line set up. */
  readonly script: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Keys of the Secret besides the credentials. @default - none */
  readonly secretKeys?: readonly string[];
  /** Must have `/tmp` among them. */
  readonly volumeMounts: VolumeMount[];
}

/** A container that works on buckets with the credentials of a Secret. */
export function storageClient(env: Environment, secret: string, client: Client): ContainerSpec {
  const access = {
    AWS_DEFAULT_REGION: env.objectStorage.region,
    AWS_ENDPOINT_URL: storageEndpoint(env),
    // It has credentials; asking the node for others only costs time.
    AWS_EC2_METADATA_DISABLED: 'true',
    // A file is read at every call, so a new key needs no restart.
    AWS_SHARED_CREDENTIALS_FILE: `${secretFolder(secret)}/${credentialsKey}`,
    HOME: '/tmp',
  };
  return {
    name: client.name,
    image: env.objectStorage.clientImage,
    command: ['/bin/sh', '-c', client.script],
    env: [...variables(access, client.variables), ...secretVariables(secret, client.secretKeys ?? [])],
    files: [secretKeyFiles(secret, [credentialsKey])],
    resources: smallResources('512Mi'),
    volumeMounts: client.volumeMounts,
  };
}
