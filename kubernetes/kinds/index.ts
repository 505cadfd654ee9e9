import { at, type Data, mapOf } from '../access';
import { groupKindOf, groupOf } from '../group-kind';
import type { PodView } from '../pod-view';
import { apiServer } from './api-server';
import { apps } from './apps';
import { argo } from './argo-cd';
import { batch } from './batch';
import { certManager } from './cert-manager';
import { cloudnativePg } from './cloudnative-pg';
import { core } from './core';
import { envoyGateway } from './envoy-gateway';
import { externalSecrets } from './external-secrets';
import { flux } from './flux';
import { gatewayApi } from './gateway-api';
import type { Group, Kind } from './kind';
import { networking } from './networking';
import { others } from './others';
import { prometheusOperator } from './prometheus-operator';
import { rbac } from './rbac';
import { storage } from './storage';

export { groupKindOf, groupOf } from '../group-kind';
export { containersOf, type ContainerView, type PodView } from '../pod-view';

const groups: readonly Group[] = [
  core,
  apps,
  batch,
  networking,
  rbac,
  ...storage,
  ...apiServer,
  gatewayApi,
  envoyGateway,
  argo,
  ...flux,
  ...certManager,
  ...externalSecrets,
  prometheusOperator,
  ...cloudnativePg,
  ...others,
];

/** Every kind that we know something about, by `<group>/<Kind>`. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  groups.flatMap(({ name, kinds: own }) => Object.entries(own).map(([kind, record]) => [`${name}/${kind}`, record])),
);

const unknown: Kind = {};

/** What is known about a `<group>/<Kind>`; an empty record when it is nothing. */
export function recordOf(groupKind: string): Kind {
  return kinds.get(groupKind) ?? unknown;
}

/** The `<group>/<Kind>`s of which something is known. */
export function kindsWith(field: keyof Kind): string[] {
  return [...kinds].filter(([, record]) => record[field] !== undefined).map(([groupKind]) => groupKind);
}

/** The pod that an object is or makes; undefined for kinds without pods. */
export function podOf(object: Data): PodView | undefined {
  const path = recordOf(groupKindOf(object)).podTemplate;
  const template = path && at(object, path);
  if (!path || template === undefined) return undefined;
  return { path, metadata: mapOf(mapOf(template).metadata), spec: mapOf(mapOf(template).spec) };
}

/** Whether objects of this kind live outside any namespace. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return isClusterScopedKind(`${groupOf(apiVersion)}/${kind}`);
}

/** The same of a `<group>/<Kind>`. */
export function isClusterScopedKind(groupKind: string): boolean {
  return recordOf(groupKind).clusterScoped === true;
}

const opaqueGroups: ReadonlyMap<string, boolean> = new Map(groups.map(({ name, opaque }) => [name, opaque === true]));

/** Whether a group is part of Kubernetes, or of its special interest groups. */
export function isKubernetesGroup(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Whether nobody knows what an object of this `<group>/<Kind>` makes in its namespace. */
export function makesUnknownPods(groupKind: string): boolean {
  const group = groupKind.slice(0, groupKind.indexOf('/'));
  return recordOf(groupKind).makesUnknownPods ?? opaqueGroups.get(group) ?? !isKubernetesGroup(group);
}

/** The API groups that an operator brings; none for one that only reads what others bring. */
export function groupsOf(operator: string): string[] {
  return groups.filter((group) => group.operator === operator).map(({ name }) => name);
}

/** The operator that brings a group; undefined for groups of others. */
export function operatorOf(group: string): string | undefined {
  return groups.find(({ name }) => name === group)?.operator;
}
