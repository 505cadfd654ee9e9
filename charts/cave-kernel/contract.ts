import { isolationLadder } from '../../settings/facts/isolation-ladder';
import type { Environment } from '../../settings/types';
import { digest } from '../constructs/digest';
import { isolationOf } from './isolation';
import { seccompProfile } from './seccomp';

/** Everything a node must have for sandboxes to run on it, as plain data. Whoever builds nodes builds them to this. */
export function nodeContract(env: Environment) {
  const isolation = isolationOf(env);
  return {
    architecture: 'x86_64',
    linux: isolationLadder[env.kernel.isolation].linux,
    userNamespaces: mostUserNamespaces,
    cgroup: isolation.cgroups ?? 'none',
    podUserNamespace: isolation.pod.hostUsers === false,
    runtimeHandler: isolation.delegatedRuntime ? env.kernel.runtimeHandler : '',
    appArmorProfile: env.kernel.appArmorProfile ?? '',
    seccomp: isolation.sandboxed ? seccompProfile : undefined,
  };
}

/** Two for each of 64 sandboxes, the most there are: bubblewrap's own, and one in it for the user nobody. */
const mostUserNamespaces = 128;

/** Fingerprint of the node contract: another one means that nodes must offer something else. */
function contractDigest(env: Environment): string {
  return digest(nodeContract(env));
}

/**
 * Label of nodes that fulfil the contract. Each contract has a label of its own, because a kubelet that restarts rejects
 * running pods whose node selector no longer fits (kubernetes issue 124586): a node that moves on to a new contract keeps
 * the old label for as long as pods need it.
 */
export function contractLabel(env: Environment): string {
  return `${contractLabelPrefix(env)}${contractDigest(env)}`;
}

/** What all contract labels of an environment begin with. */
export function contractLabelPrefix(env: Environment): string {
  return `${labelDomain}${env.name}-`;
}

/** What the keys of an environment's contract labels match as a whole, in RE2: no label of another environment does. */
export function contractLabelPattern(env: Environment): string {
  return `^${contractLabelPrefix(env).replaceAll('.', '[.]')}[0-9a-f]{10}$`;
}

/** Value of the label on a node that fulfils the contract. */
export const contractLabelValue = 'ready';

const labelDomain = 'sandbox.bkg.dev/';

/** The labels a node must carry before it gets a kernel pod; security-profiles-operator sets none that could be asked for. */
export function contractSelector(env: Environment): Record<string, string> {
  if (!isolationOf(env).sandboxed || env.kernel.seccomp === 'operator') return {};
  return { [contractLabel(env)]: contractLabelValue };
}

/** Says on the pod which contract it was made for. */
export function contractAnnotation(env: Environment): Record<string, string> {
  return isolationOf(env).sandboxed ? { 'bkg.dev/node-contract': contractDigest(env) } : {};
}

/** What check-node.sh compares a node with. */
export function contractVariables(env: Environment): Record<string, string> {
  const { architecture, linux, userNamespaces, cgroup, appArmorProfile } = nodeContract(env);
  return {
    NODE_ARCHITECTURE: architecture,
    NODE_LINUX: linux,
    NODE_USER_NAMESPACES: String(userNamespaces),
    NODE_CGROUP: cgroup,
    ...(appArmorProfile && { NODE_APPARMOR_PROFILE: appArmorProfile }),
  };
}
