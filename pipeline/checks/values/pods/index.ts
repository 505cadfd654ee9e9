import type { ObjectRule } from '../../rule';
import { nodeAffinity, podAffinity } from './affinity';
import * as containers from './containers';
import * as env from './env';
import { escalation, podSecurityChoice, procMount, userId } from './identity';
import * as mounts from './mounts';
import { dnsConfig, hostAliases, hostnameOverride, hostNamespaces } from './network';
import * as policies from './policies';
import * as ports from './ports';
import { hookAction, initProbe, probeAction, probeNumber } from './probes';
import { appArmorProfile, profileAnnotation, profileConflict, seccompProfile, sysctls } from './profiles';
import * as resources from './resources';
import { containerRestart, resizePolicy } from './restarts';
import { topologySpread } from './spread';
import { nodeSelector, tolerations } from './tolerations';
import { volumeField, volumeName, volumeSource } from './volumes';
import { hostProcess, osFields } from './windows';

/** Rules about pods, and about the pods that objects make. */
export const podRules: readonly ObjectRule[] = [
  containers.containersMissing,
  containers.containerName,
  containers.containerTwice,
  containers.imageMissing,
  containers.imageReference,
  containers.containerPolicies,
  containers.ephemeralContainers,
  containerRestart,
  resizePolicy,
  ports.portNumber,
  ports.portName,
  ports.portTwice,
  ports.hostPortTwice,
  ports.hostNetworkPort,
  env.envName,
  env.envTwice,
  env.envSource,
  env.envReference,
  env.envFrom,
  mounts.mountVolume,
  mounts.mountPath,
  mounts.mountRelative,
  mounts.mountSubPath,
  mounts.mountPropagation,
  mounts.volumeDevices,
  resources.resourceQuantity,
  resources.fractionalBytes,
  resources.resourceName,
  resources.requestsWithinLimits,
  resources.hugePages,
  resources.resourceClaims,
  initProbe,
  probeAction,
  probeNumber,
  hookAction,
  userId,
  escalation,
  procMount,
  podSecurityChoice,
  seccompProfile,
  appArmorProfile,
  sysctls,
  profileAnnotation,
  profileConflict,
  policies.podPolicy,
  policies.podName,
  policies.podDeadline,
  policies.podPriority,
  policies.podOverhead,
  policies.podGates,
  policies.pullSecretTwice,
  hostNamespaces,
  hostnameOverride,
  hostAliases,
  dnsConfig,
  tolerations,
  nodeSelector,
  nodeAffinity,
  podAffinity,
  topologySpread,
  volumeName,
  volumeSource,
  volumeField,
  osFields,
  hostProcess,
];
