import { type FieldPath, listOf, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import { isDnsSubdomain, isQualifiedName } from '../../../../kubernetes/syntax';
import type { Finding } from '../../rule';
import { forKinds, notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notValid } from '../forms';
import { labelFindings } from '../metadata/labels';
import { referenceFindings } from '../metadata/references';
import { isContainerResource, quantityFindings, quantityOf } from './resources';

const systemClasses: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** Priorities that people may give. */
export const priorityClass = forKinds({
  id: 'value/priority-class',
  description: 'a priority above one billion, a name that belongs to the system, or an unknown preemption policy',
  example: '`value: 2000000000`',
  kinds: 'scheduling.k8s.io/PriorityClass',
  *check({ metadata, value, preemptionPolicy, globalDefault }) {
    yield* notOneOf(['preemptionPolicy'], preemptionPolicy, ['Never', 'PreemptLowerPriority']);
    const name = textOf(mapOf(metadata).name) ?? '';
    if (name.startsWith('system-')) {
      if (systemClasses[name] !== value || globalDefault === true)
        yield wrong(['metadata', 'name'], 'names with "system-" are taken by Kubernetes; pick another');
    } else if (typeof value === 'number' && value > 1_000_000_000)
      yield wrong(['value'], `${value} is kept for the system; stay at or below 1000000000`);
  },
});

/** How pods of a runtime class run. */
export const runtimeClass = forKinds({
  id: 'value/runtime-class',
  description: 'a handler that is not a DNS label, or an invalid overhead or node selector',
  example: '`handler: Kata_Containers`',
  kinds: 'node.k8s.io/RuntimeClass',
  *check({ handler, overhead, scheduling }) {
    yield* notValid(['handler'], handler, forms.label, 'handler');
    const fixed = mapOf(overhead).podFixed;
    yield* quantityFindings(fixed, ['overhead', 'podFixed']);
    for (const [name, value] of Object.entries(mapOf(fixed))) {
      if (!isContainerResource(name)) yield wrong(['overhead', 'podFixed', name], `pods have no "${name}"`);
      if ((quantityOf(value) ?? 0) < 0) yield wrong(['overhead', 'podFixed', name], 'must not be negative');
    }
    yield* labelFindings(mapOf(scheduling).nodeSelector, ['scheduling', 'nodeSelector']);
  },
});

/** How volumes of a storage class come to be. */
export const storageClass = forKinds({
  id: 'value/storage-class',
  description: 'a provisioner that is not a qualified name, or an unknown reclaim policy or binding mode',
  example: '`reclaimPolicy: Recycle`',
  kinds: 'storage.k8s.io/StorageClass',
  *check({ provisioner, reclaimPolicy, volumeBindingMode, allowedTopologies, parameters }) {
    if (provisioner === '') yield wrong(['provisioner'], 'is empty; name the provisioner');
    else if (typeof provisioner === 'string' && !isQualifiedName(provisioner.toLowerCase()))
      yield wrong(['provisioner'], `"${provisioner}" is not a valid provisioner; write "domain/name"`);
    yield* notOneOf(['reclaimPolicy'], reclaimPolicy, ['Delete', 'Retain']);
    yield* notOneOf(['volumeBindingMode'], volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']);
    if (volumeBindingMode === '') yield wrong(['volumeBindingMode'], 'is empty; remove it');
    if ('' in mapOf(parameters)) yield wrong(['parameters'], 'has an empty name; remove it');
    for (const { item, index } of mapsOf(allowedTopologies))
      yield* topologyFindings(item, ['allowedTopologies', index]);
  },
});

function* topologyFindings(term: unknown, path: FieldPath): Generator<Finding> {
  const keys = mapsOf(mapOf(term).matchLabelExpressions).map(({ item, index }) => ({
    item,
    key: textOf(item.key),
    path: [...path, 'matchLabelExpressions', index],
  }));
  for (const { item, key, path: at } of keys) {
    yield* notValid([...at, 'key'], key, forms.key, 'label key');
    if (Array.isArray(item.values) && item.values.length === 0) yield wrong([...at, 'values'], 'is empty; add a value');
    const values = listOf(item.values).map((value, index) => ({ key: textOf(value), path: [...at, 'values', index] }));
    yield* repeated(values, (value) => `"${value}" is there already; remove it`);
  }
  yield* repeated(keys, (key) => `"${key}" is there already; put the values together`);
}

/** Which controller an Ingress class is for. */
export const ingressClass = forKinds({
  id: 'value/ingress-class',
  description: 'an Ingress class whose controller is not a path below a domain, or with incomplete parameters',
  example: '`controller: nginx`',
  kinds: 'networking.k8s.io/IngressClass',
  *check(object) {
    const { controller, parameters } = mapOf(object.spec);
    const [domain = '', ...path] = (textOf(controller) ?? '').split('/');
    const fine =
      isDnsSubdomain(domain) && path.join('/') !== '' && !/[^A-Za-z0-9/\-._~%!$&'()*+,;=:]/.test(path.join('/'));
    if (!fine || String(controller).length > 250)
      yield wrong(
        ['spec', 'controller'],
        `"${String(controller ?? '')}" is not a valid controller; write "domain/path"`,
      );
    const { scope, namespace } = mapOf(parameters);
    yield* referenceFindings(mapOf(parameters), ['spec', 'parameters']);
    yield* notOneOf(['spec', 'parameters', 'scope'], scope, ['Cluster', 'Namespace']);
    yield* notValid(['spec', 'parameters', 'namespace'], namespace, forms.label, 'namespace');
    if (scope === 'Namespace' && (namespace ?? null) === null)
      yield wrong(['spec', 'parameters'], 'needs a namespace; set "namespace"');
    if (parameters !== undefined && scope !== 'Namespace' && (namespace ?? null) !== null)
      yield wrong(['spec', 'parameters', 'namespace'], 'is for the scope "Namespace" only; remove it');
  },
});
