import { type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { groupOf } from '../../../../kubernetes/kinds';
import { isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding, ObjectRule } from '../../rule';
import { wrong } from '../for-kinds';

/** References to owners are whole, and one owner at most controls. */
export const ownerReferences: ObjectRule = {
  id: 'value/owner-reference',
  description: 'an owner without name or uid, an Event as owner, or two controllers',
  example: '`ownerReferences: [{ kind: Job, name: a, uid: "" }]`',
  appliesTo: ({ object }) => mapOf(object.metadata).ownerReferences !== undefined,
  *check({ object }) {
    let controlled = false;
    for (const { item, index } of mapsOf(mapOf(object.metadata).ownerReferences)) {
      const path = ['metadata', 'ownerReferences', index];
      for (const field of ['apiVersion', 'kind', 'name', 'uid'])
        if (item[field] === '') yield wrong([...path, field], 'is empty; say which object owns this one');
      if (item.apiVersion === 'v1' && item.kind === 'Event') yield wrong(path, 'an Event can own nothing; remove it');
      if (item.controller === true && controlled)
        yield wrong([...path, 'controller'], 'another owner is the controller already; keep one');
      controlled ||= item.controller === true;
    }
  },
};

const own = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

/** Finalizers name who removes them. */
export const finalizers: ObjectRule = {
  id: 'value/finalizer',
  description: 'a finalizer that is not a qualified name, or two that contradict each other',
  example: '`finalizers: [cleanup]`',
  appliesTo: ({ object }) => mapOf(object.metadata).finalizers !== undefined || object.kind === 'Namespace',
  *check({ object }) {
    const names = listOf(mapOf(object.metadata).finalizers);
    const builtIn = isBuiltIn(groupOf(textOf(object.apiVersion) ?? ''));
    yield* nameFindings(names, ['metadata', 'finalizers'], builtIn);
    if (object.kind === 'Namespace' && object.apiVersion === 'v1')
      yield* nameFindings(listOf(mapOf(object.spec).finalizers), ['spec', 'finalizers'], true);
    if (names.includes('orphan') && names.includes('foregroundDeletion'))
      yield wrong(['metadata', 'finalizers'], '"orphan" and "foregroundDeletion" exclude each other; keep one');
  },
};

function* nameFindings(names: readonly unknown[], path: FieldPath, builtIn: boolean): Generator<Finding> {
  for (const [index, name] of names.entries()) {
    if (typeof name !== 'string') continue;
    const fine = isQualifiedName(name) && (!builtIn || name.includes('/') || own.has(name));
    if (!fine) yield wrong([...path, index], `"${name}" is not a valid finalizer; write "domain/name"`);
  }
}

/** What only the API server writes. */
export const serverFields: ObjectRule = {
  id: 'value/server-field',
  description: 'metadata that only the API server may write, as in objects read from a cluster',
  example: '`metadata: { name: web, uid: … }`',
  appliesTo({ object }) {
    const { uid, managedFields } = mapOf(object.metadata);
    return uid !== undefined || managedFields !== undefined;
  },
  *check({ object }) {
    const { uid, managedFields } = mapOf(object.metadata);
    // A plain create overlooks them, a server-side apply fails.
    if (textOf(uid)) yield wrong(['metadata', 'uid'], 'is given by the API server; remove it');
    if (listOf(managedFields).length > 0)
      yield wrong(['metadata', 'managedFields'], 'is written by the API server; remove it');
  },
};

/** Groups of Kubernetes itself: without dots, or below k8s.io without being of a project beside it. */
function isBuiltIn(group: string): boolean {
  return group === '' || ['apps', 'batch', 'autoscaling'].includes(group) || builtInGroups.has(group);
}

const builtInGroups = new Set([
  'discovery.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);
