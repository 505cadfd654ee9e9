import type { Construct } from 'constructs';
import type { SeccompProfile } from '../../imports';
import type { Environment } from '../../pipeline/environment/types';
import { customResource } from '../constructs/custom-resource';
import { clusterName } from '../places';
import { seccompName, seccompProfile } from './seccomp';

/** Path of the profile below the kubelet's seccomp folder. */
export function seccompPath(env: Environment): string {
  return env.kernel.seccomp === 'operator'
    ? `operator/${clusterName(env, seccompName)}.json`
    : `profiles/${seccompName}.json`;
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
