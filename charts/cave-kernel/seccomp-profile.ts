import type { Construct } from 'constructs';
import type { SeccompProfile } from '../../imports';
import type { Environment } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { clusterName } from '../places';
import { seccompName, seccompProfile } from './seccomp';

/** Path of the profile below the kubelet's seccomp folder. */
export function seccompPath(env: Environment): string {
  switch (env.kernel.seccomp) {
    case 'operator':
      return `operator/${clusterName(env, seccompName)}.json`;
    case 'installer':
      return `${seccompFolder(env)}/${seccompName}.json`;
    case 'node-image':
      return `profiles/${seccompName}.json`;
  }
}

/** The installer's own folder below the kubelet's; one per environment, because each removes what only it used. */
export function seccompFolder(env: Environment): string {
  return `bkg-${env.name}`;
}

/** The profile as the file that container runtimes read: OCI JSON, one system call per line. */
export function seccompFile(): string {
  return `${JSON.stringify(seccompProfile, null, 1)}\n`;
}

/** Lets security-profiles-operator write the profile to every node. */
export function addSeccompProfile(scope: Construct, env: Environment): void {
  customResource<SeccompProfile>(scope, 'seccomp-profile', {
    apiVersion: 'security-profiles-operator.x-k8s.io/v1beta1',
    kind: 'SeccompProfile',
    metadata: { name: clusterName(env, seccompName) },
    spec: seccompProfile as never,
  });
}
