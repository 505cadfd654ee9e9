import type { ObjectRule } from '../../rule';
import { autoscalerBehavior, autoscalerBounds, autoscalerTarget } from './autoscaler';
import { autoscalerMetrics, autoscalerMetricTargets } from './autoscaler-metrics';
import { ingressClass, priorityClass, runtimeClass, storageClass } from './classes';
import { configBase64, configKeys, configKeysOnce, configSize, secretType } from './config';
import { csiDriver, csiNode, storageCapacity, volumeAttachment, volumeAttributes } from './csi';
import { deviceConstraint, deviceRequest } from './devices';
import { disruptionAmount, disruptionSelector } from './disruption';
import { flowSchema, lease, priorityLevel } from './flow-control';
import { limitOrder, limitRatio, limitTypes } from './limit-range';
import { quotaResources, quotaScopes } from './quota';
import { bindingRole, bindingSubjects, roleAggregation, roleRules } from './rbac';
import { accessModes, claimSize, claimSource, persistentVolume } from './volumes';

/** Rules about what a cluster is made of beside workloads and network. */
export const clusterRules: readonly ObjectRule[] = [
  quotaResources,
  quotaScopes,
  limitTypes,
  limitOrder,
  limitRatio,
  deviceRequest,
  deviceConstraint,
  priorityClass,
  runtimeClass,
  storageClass,
  ingressClass,
  accessModes,
  claimSize,
  claimSource,
  persistentVolume,
  roleRules,
  roleAggregation,
  bindingRole,
  bindingSubjects,
  disruptionAmount,
  disruptionSelector,
  autoscalerBounds,
  autoscalerTarget,
  autoscalerBehavior,
  autoscalerMetrics,
  autoscalerMetricTargets,
  configKeys,
  configKeysOnce,
  configBase64,
  configSize,
  secretType,
  csiDriver,
  csiNode,
  volumeAttachment,
  volumeAttributes,
  storageCapacity,
  flowSchema,
  priorityLevel,
  lease,
];
