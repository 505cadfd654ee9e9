import { type Data, type FieldPath, listOf, mapOf, numberOf } from '../../../../kubernetes/access';
import type { ContainerView } from '../../../../kubernetes/kinds';
import type { Finding } from '../../rule';
import { wrong } from '../for-kinds';
import { forContainers, forPods, isSet, notChosen, type PodScope } from './scope';

const most = 2 ** 31 - 1;

/** Users and groups have numbers that the kernel knows. */
export const userId = forPods({
  id: 'value/user-id',
  description: 'a user or group below 0 or above 2147483647',
  example: '`runAsUser: -1`',
  *check(pod) {
    for (const { context, path } of securityContexts(pod)) {
      for (const field of ['runAsUser', 'runAsGroup', 'fsGroup']) yield* idFindings(context[field], [...path, field]);
      for (const [index, group] of listOf(context.supplementalGroups).entries())
        yield* idFindings(group, [...path, 'supplementalGroups', index]);
    }
  },
});

function* idFindings(id: unknown, path: FieldPath): Generator<Finding> {
  const number = numberOf(id) ?? 0;
  if (number < 0 || number > most) yield wrong(path, `must be 0 to ${most}`);
}

/** The security contexts of a pod and of its containers, where there are any. */
export function* securityContexts(pod: PodScope): Generator<{ context: Data; path: FieldPath; view?: ContainerView }> {
  const { securityContext } = pod.spec;
  if (securityContext !== undefined) yield { context: mapOf(securityContext), path: [...pod.path, 'securityContext'] };
  for (const view of pod.containers) {
    const own = view.container.securityContext;
    if (own !== undefined) yield { context: mapOf(own), path: [...view.path, 'securityContext'], view };
  }
}

/** Privileged containers can escalate by nature. */
export const escalation = forContainers({
  id: 'value/privilege-escalation',
  description: '`allowPrivilegeEscalation: false` beside `privileged: true` or `CAP_SYS_ADMIN`',
  example: '`{ privileged: true, allowPrivilegeEscalation: false }`',
  *check({ securityContext }, path) {
    const { allowPrivilegeEscalation, privileged, capabilities } = mapOf(securityContext);
    const field = [...path, 'securityContext', 'allowPrivilegeEscalation'];
    if (allowPrivilegeEscalation !== false) return;
    if (privileged === true) yield wrong(field, 'cannot be false while "privileged" is true; remove one of them');
    if (listOf(mapOf(capabilities).add).includes('CAP_SYS_ADMIN'))
      yield wrong(field, 'cannot be false while "CAP_SYS_ADMIN" is added; remove one of them');
  },
});

// ProcMountType is on by default since then; before, the field does nothing.
const procMountSince = 33;

/** How much of /proc containers see. */
export const procMount = forContainers({
  id: 'value/proc-mount',
  description: 'an unknown proc mount, or an unmasked one without a user namespace',
  example: '`procMount: Unmasked` without `hostUsers: false`',
  *check({ securityContext }, path, { spec, context }) {
    const mount = mapOf(securityContext).procMount;
    if (context.minor < procMountSince || !isSet(mount)) return;
    const field = [...path, 'securityContext', 'procMount'];
    yield* notChosen(field, mount, ['Default', 'Unmasked']);
    if (mount === 'Unmasked' && spec.hostUsers !== false)
      yield wrong(field, '"Unmasked" needs a user namespace; set "hostUsers: false" on the pod');
  },
});

// SELinuxMount is off by default before.
const mountOptionSince = 37;

/** Choices of the pod's security context. */
export const podSecurityChoice = forPods({
  id: 'value/security-choice',
  description: 'an unknown choice in the security context of a pod',
  example: '`fsGroupChangePolicy: Never`',
  *check({ spec, path, context: { minor } }) {
    const context = mapOf(spec.securityContext);
    const here = [...path, 'securityContext'];
    const { fsGroupChangePolicy, supplementalGroupsPolicy, seLinuxChangePolicy } = context;
    yield* notChosen([...here, 'fsGroupChangePolicy'], fsGroupChangePolicy, ['OnRootMismatch', 'Always']);
    yield* notChosen([...here, 'supplementalGroupsPolicy'], supplementalGroupsPolicy, ['Merge', 'Strict']);
    yield* notChosen(
      [...here, 'seLinuxChangePolicy'],
      seLinuxChangePolicy,
      minor < mountOptionSince ? ['Recursive'] : ['Recursive', 'MountOption'],
    );
  },
});
