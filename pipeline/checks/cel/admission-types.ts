import { bool, dyn, int, listType, mapType, objectType, string, timestamp, type Type } from './types';

/*
 * The objects that admission expressions may speak of. Source: k8s.io/apiserver 0.36,
 * `pkg/admission/plugin/cel/compile.go`.
 */

function withFields(name: string, fields: Readonly<Record<string, Type>>): Type {
  const known = new Map(Object.entries(fields));
  return objectType(name, (field) => known.get(field));
}

function texts(...names: readonly string[]): Record<string, Type> {
  return Object.fromEntries(names.map((name) => [name, string]));
}

const kind = withFields('kubernetes.GroupVersionKind', texts('group', 'version', 'kind'));
const resource = withFields('kubernetes.GroupVersionResource', texts('group', 'version', 'resource'));

const userInfo = withFields('kubernetes.UserInfo', {
  ...texts('username', 'uid'),
  groups: listType(string),
  extra: mapType(string, listType(string)),
});

const request = withFields('kubernetes.AdmissionRequest', {
  ...texts('subResource', 'requestSubResource', 'name', 'namespace', 'operation'),
  kind,
  resource,
  requestKind: kind,
  requestResource: resource,
  userInfo,
  dryRun: bool,
  options: dyn,
});

const metadata = withFields('kubernetes.NamespaceMetadata', {
  ...texts('name', 'generateName', 'namespace', 'UID', 'resourceVersion'),
  labels: mapType(string, string),
  annotations: mapType(string, string),
  creationTimestamp: timestamp,
  deletionTimestamp: timestamp,
  deletionGracePeriodSeconds: int,
  generation: int,
  finalizers: listType(string),
});

const condition = withFields('kubernetes.NamespaceCondition', {
  ...texts('status', 'type', 'message', 'reason'),
  lastTransitionTime: timestamp,
});

const namespace = withFields('kubernetes.Namespace', {
  metadata,
  spec: withFields('kubernetes.NamespaceSpec', { finalizers: listType(string) }),
  status: withFields('kubernetes.NamespaceStatus', { conditions: listType(condition), phase: string }),
});

/** The variables of every admission expression. */
export const admissionVariables: ReadonlyMap<string, Type> = new Map([
  ['object', dyn],
  ['oldObject', dyn],
  ['request', request],
  ['namespaceObject', namespace],
]);

/** Those that ask who may do what; expressions of messages have none. */
export const authorizerVariables: ReadonlyMap<string, Type> = new Map([
  ['authorizer', objectType('kubernetes.authorization.Authorizer')],
  ['authorizer.requestResource', objectType('kubernetes.authorization.ResourceCheck')],
]);

/** The variables of a policy, typed by their expressions. */
export function ownVariables(types: ReadonlyMap<string, Type>): Type {
  return objectType('kubernetes.variables', (name) => types.get(name));
}
