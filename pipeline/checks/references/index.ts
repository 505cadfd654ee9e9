import { objectPermitted } from '../delivery/object-permitted';
import type { TreeRule } from '../rule';
import { probePort, usedVariable } from './containers';
import { customResource, namespaceExists } from './declared';
import { dependencyCycle, sourceFolder } from './delivery';
import { remoteAccess, remoteSecret, templateValue } from './external-secrets';
import { dialledPort, dialledService, flow } from './flows';
import { alertingPort, monitorPort, monitorTarget } from './monitors';
import { mountedFile } from './mounts';
import { objectReferenceRules, referenceKey } from './objects';
import { orphanRules } from './orphans';
import { oneSidedFlow, policyPeer, policyPort } from './policy-rules';
import { quotaRoom } from './quotas';
import { listedName } from './rbac';
import { routeBackend, routePort } from './routes';
import { seccompProfile } from './seccomp';
import { budgetPods, placement, policyPods } from './selectors';
import { servicePods, targetPort } from './services-rules';
import { objectTwice } from './twice';

/** References: a closed graph. */
export const referenceRules: readonly TreeRule[] = [
  objectTwice,
  ...objectReferenceRules,
  referenceKey,
  routeBackend,
  routePort,
  servicePods,
  targetPort,
  budgetPods,
  policyPods,
  placement,
  monitorTarget,
  monitorPort,
  alertingPort,
  dialledService,
  dialledPort,
  flow,
  policyPeer,
  policyPort,
  oneSidedFlow,
  mountedFile,
  probePort,
  usedVariable,
  templateValue,
  remoteSecret,
  remoteAccess,
  listedName,
  quotaRoom,
  seccompProfile,
  dependencyCycle,
  sourceFolder,
  objectPermitted,
  namespaceExists,
  customResource,
  ...orphanRules,
];
