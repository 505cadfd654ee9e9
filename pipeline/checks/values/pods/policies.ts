import { type Data, type FieldPath, mapOf, mapsOf, numberOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { quantityFindings, quantityOf } from '../cluster/resources';
import { notOneOf, repeated, wrong } from '../for-kinds';
import { forms, notValid, notValidOrEmpty } from '../forms';
import { forPods, isEmpty, isSet, notChosen } from './scope';

/** Choices that pods have. */
export const podPolicy = forPods({
  id: 'value/pod-policy',
  description: 'an unknown restart, DNS or preemption policy, or an unknown operating system',
  example: '`restartPolicy: Sometimes`',
  *check({ spec, path }) {
    const dnsPolicies = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];
    yield* notOneOf([...path, 'restartPolicy'], spec.restartPolicy, ['Always', 'OnFailure', 'Never']);
    yield* notOneOf([...path, 'dnsPolicy'], spec.dnsPolicy, dnsPolicies);
    yield* notOneOf([...path, 'preemptionPolicy'], spec.preemptionPolicy, ['PreemptLowerPriority', 'Never']);
    if (!isSet(spec.os)) return;
    yield* notChosen([...path, 'os', 'name'], mapOf(spec.os).name, ['linux', 'windows']);
  },
});

/** Texts of a pod that name something. */
export const podName = forPods({
  id: 'value/pod-name',
  description: 'a name in a pod, of its host, class, node or service account, that is not a DNS name',
  example: '`serviceAccountName: Web_App`',
  *check({ spec, path, object }) {
    for (const field of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName'])
      yield* notValidOrEmpty([...path, field], spec[field], forms.subdomain, 'name');
    if (spec.runtimeClassName === '') yield wrong([...path, 'runtimeClassName'], 'is empty; remove it');
    // A StatefulSet names its pods itself and ignores these.
    if (object.kind === 'StatefulSet') return;
    for (const field of ['hostname', 'subdomain'])
      yield* notValidOrEmpty([...path, field], spec[field], forms.label, 'name');
  },
});

/** How long pods may take. */
export const podDeadline = forPods({
  id: 'value/pod-deadline',
  description: 'an active deadline of less than a second',
  example: '`activeDeadlineSeconds: 0`',
  *check({ spec, path }) {
    const seconds = numberOf(spec.activeDeadlineSeconds);
    if (seconds !== undefined && (seconds < 1 || seconds > 2 ** 31 - 1))
      yield wrong([...path, 'activeDeadlineSeconds'], 'must be 1 to 2147483647; remove it for no deadline');
  },
});

const systemPriorities: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** Priorities come from a class. */
export const podPriority = forPods({
  id: 'value/pod-priority',
  description: 'a priority or preemption policy in a pod that does not name a priority class',
  example: '`priority: 1000` without `priorityClassName`',
  *check({ spec, path }) {
    const { priority, priorityClassName: name, preemptionPolicy } = spec;
    const known = isEmpty(name) ? 0 : systemPriorities[String(name)];
    if (typeof priority === 'number' && known !== undefined && priority !== known)
      yield wrong([...path, 'priority'], 'comes from the class; remove it and set "priorityClassName"');
    if (preemptionPolicy === 'Never' && known !== undefined)
      yield wrong([...path, 'preemptionPolicy'], 'comes from the class; use one with "preemptionPolicy: Never"');
  },
});

/** What a pod needs beside its containers is said by its runtime class. */
export const podOverhead = forPods({
  id: 'value/pod-overhead',
  description: 'an overhead that is not a quantity, is negative, or comes without a runtime class',
  example: '`overhead: { cpu: 100m }` without `runtimeClassName`',
  *check({ spec, path }) {
    if (!isSet(spec.overhead)) return;
    const here = [...path, 'overhead'];
    yield* quantityFindings(spec.overhead, here);
    for (const [name, value] of Object.entries(mapOf(spec.overhead)))
      if ((quantityOf(value) ?? 0) < 0) yield wrong([...here, name], 'is negative; use 0 or more');
    if (Object.keys(mapOf(spec.overhead)).length > 0 && isEmpty(spec.runtimeClassName))
      yield wrong(here, 'comes from the runtime class; remove it or set "runtimeClassName"');
  },
});

/** Conditions and gates have names. */
export const podGates = forPods({
  id: 'value/pod-gate',
  description: 'a readiness or scheduling gate that is not a qualified name, is there twice, or comes too late',
  example: '`schedulingGates: [{ name: "a b" }]`',
  *check({ spec, path }) {
    for (const { item, index } of mapsOf(spec.readinessGates))
      yield* gateFindings(item.conditionType, [...path, 'readinessGates', index, 'conditionType']);
    const gates = mapsOf(spec.schedulingGates);
    for (const { item, index } of gates) yield* gateFindings(item.name, [...path, 'schedulingGates', index, 'name']);
    yield* repeated(
      gates.map(({ item, index }) => ({ key: textOf(item.name), path: [...path, 'schedulingGates', index] })),
      (name) => `"${name}" is a gate already; keep one`,
    );
    if (gates.length > 0 && !isEmpty(spec.nodeName))
      yield wrong([...path, 'nodeName'], 'is decided already, so gates hold nothing; remove them');
  },
});

function* gateFindings(name: unknown, path: FieldPath): Generator<Finding> {
  yield* notValid(path, name, forms.key, 'gate');
}

/** A pull secret stands once in a list: server-side apply knows them by name. */
export const pullSecretTwice = forPods({
  id: 'value/pull-secret-twice',
  description: 'a pull secret twice in a pod, which server-side apply refuses',
  example: '`imagePullSecrets: [{ name: a }, { name: a }]`',
  check: ({ spec, path }) =>
    repeated(
      mapsOf(spec.imagePullSecrets).map(({ item, index }: { item: Data; index: number }) => ({
        key: textOf(item.name) ?? '',
        path: [...path, 'imagePullSecrets', index],
      })),
      (name) => `"${name}" is in the list already; remove one`,
    ),
});
