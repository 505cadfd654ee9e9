import { type Data, type FieldPath, mapOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { securityContexts } from './identity';
import { forPods, isSet } from './scope';

const notOnPods = [
  ...['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls', 'runAsUser'],
  ...['runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'],
];
const notOnContainers = [
  ...['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged'],
  ...['allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup'],
];

/** Pods of an operating system have only what it knows. */
export const osFields = forPods({
  id: 'value/os-field',
  description: 'a setting that the operating system of the pod does not know',
  example: '`os: { name: windows }` with `seccompProfile`',
  *check(pod) {
    const os = mapOf(pod.spec.os).name;
    if (os !== 'linux' && os !== 'windows') return;
    for (const { context, path, view } of securityContexts(pod)) {
      const foreign = os === 'linux' ? ['windowsOptions'] : view ? notOnContainers : notOnPods;
      yield* foreignFindings(context, path, foreign, os);
    }
    if (os === 'linux') return;
    yield* foreignFindings(pod.spec, pod.path, ['hostUsers', 'shareProcessNamespace'], os);
    for (const field of ['hostPID', 'hostIPC'])
      if (pod.spec[field] === true) yield wrong([...pod.path, field], 'is not for windows; remove it');
  },
});

function* foreignFindings(data: Data, path: FieldPath, fields: readonly string[], os: string): Generator<Finding> {
  for (const field of fields) if (isSet(data[field])) yield wrong([...path, field], `is not for ${os}; remove it`);
}

/** Windows containers are processes of the node all together or not at all. */
export const hostProcess = forPods({
  id: 'value/host-process',
  description:
    'a pod where only some containers are processes of a Windows node, or all are and it lacks `hostNetwork`',
  example: '`windowsOptions: { hostProcess: true }` without `hostNetwork: true`',
  *check({ spec, path, containers }) {
    const own = mapOf(mapOf(spec.securityContext).windowsOptions).hostProcess;
    const values = containers.map(({ container }) => {
      const value = mapOf(mapOf(container.securityContext).windowsOptions).hostProcess;
      return { value: isSet(value) ? value : own, contradicts: isSet(own) && isSet(value) && own !== value };
    });
    const field = [...path, 'securityContext', 'windowsOptions', 'hostProcess'];
    const count = values.filter(({ value }) => value === true).length;
    if (values.some(({ contradicts }) => contradicts))
      yield wrong(field, 'containers contradict it; set it in one place');
    else if (count > 0 && count < values.length) yield wrong(field, 'is for all containers of a pod or for none');
    if (count > 0 && spec.hostNetwork !== true) yield wrong(field, 'needs "hostNetwork: true"; set it on the pod');
  },
});
