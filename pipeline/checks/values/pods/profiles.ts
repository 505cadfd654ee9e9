import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { repeated, wrong } from '../for-kinds';
import { securityContexts } from './identity';
import { climbs, forPods, isEmpty, isSet, notChosen } from './scope';

const types = ['RuntimeDefault', 'Localhost', 'Unconfined'];

/** Seccomp profiles are whole. */
export const seccompProfile = forPods({
  id: 'value/seccomp-profile',
  description:
    'a seccomp profile of an unknown type, `Localhost` without a relative path, or a path without `Localhost`',
  example: '`seccompProfile: { type: Localhost }`',
  *check(pod) {
    for (const { context, path } of securityContexts(pod)) {
      if (!isSet(context.seccompProfile)) continue;
      const profile = mapOf(context.seccompProfile);
      const here = [...path, 'seccompProfile'];
      yield* profileFindings(profile, here);
      const file = textOf(profile.localhostProfile) ?? '';
      if (profile.type === 'Localhost' && (file.startsWith('/') || climbs(file)))
        yield wrong([...here, 'localhostProfile'], 'must be a relative path without ".."');
    }
  },
});

/** AppArmor profiles are whole. */
export const appArmorProfile = forPods({
  id: 'value/app-armor-profile',
  description: 'an AppArmor profile of an unknown type, `Localhost` without a name, or a name without `Localhost`',
  example: '`appArmorProfile: { type: RuntimeDefault, localhostProfile: x }`',
  *check(pod) {
    for (const { context, path } of securityContexts(pod)) {
      if (!isSet(context.appArmorProfile)) continue;
      const profile = mapOf(context.appArmorProfile);
      const field = [...path, 'appArmorProfile', 'localhostProfile'];
      const name = textOf(profile.localhostProfile);
      yield* profileFindings(profile, [...path, 'appArmorProfile']);
      if (profile.type !== 'Localhost' || name === undefined) continue;
      if (name.trim() === '') yield wrong(field, 'is empty; name a profile of the node');
      else if (name.trim() !== name) yield wrong(field, 'has blanks around it; remove them');
      else if (name.length > 4095) yield wrong(field, 'is longer than a path can be; shorten it');
    }
  },
});

function* profileFindings({ type, localhostProfile }: Data, path: FieldPath): Generator<Finding> {
  yield* notChosen([...path, 'type'], type, types);
  if (type === 'Localhost' && !isSet(localhostProfile))
    yield wrong(path, '"Localhost" needs "localhostProfile"; set it');
  if (type !== 'Localhost' && isSet(localhostProfile))
    yield wrong([...path, 'localhostProfile'], 'is for type "Localhost" only; remove it');
}

const sysctlName = /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;
const netSysctl = /^net[./]/;
const ipcSysctl = /^(?:kernel[./](?:shm|msg|sem$)|fs[./]mqueue[./])/;

/** Kernel settings belong to a namespace of the pod. */
export const sysctls = forPods({
  id: 'value/sysctl',
  description: 'a sysctl that is not a valid name, is there twice, or would change the node',
  example: '`net.ipv4.tcp_syncookies` under `hostNetwork: true`',
  *check({ spec, path }) {
    const settings = mapsOf(mapOf(spec.securityContext).sysctls).map(({ item, index }) => ({
      key: textOf(item.name),
      path: [...path, 'securityContext', 'sysctls', index, 'name'],
    }));
    for (const { key = '', path: field } of settings) {
      if (key.length > 253 || !sysctlName.test(key)) yield wrong(field, `"${key}" is not a valid sysctl`);
      if (spec.hostNetwork === true && netSysctl.test(key))
        yield wrong(field, 'would change the node under "hostNetwork"');
      if (spec.hostIPC === true && ipcSysctl.test(key)) yield wrong(field, 'would change the node under "hostIPC"');
    }
    yield* repeated(settings, (name) => `"${name}" is set already; keep one`);
  },
});

const seccompPrefix = 'container.seccomp.security.alpha.kubernetes.io/';
const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';
const seccompForms = /^(?:runtime\/default|docker\/default|unconfined|localhost\/.*)$/s;
const appArmorForms = /^(?:|runtime\/default|unconfined|localhost\/.*)$/s;

/** Annotations that came before the fields; they must agree with them. */
export const profileAnnotation = forPods({
  id: 'value/profile-annotation',
  description: 'a seccomp, AppArmor or deletion cost annotation of an unknown form, or one that contradicts its field',
  example: '`container.apparmor.security.beta.kubernetes.io/web: default`',
  *check({ metadata, path, containers }) {
    const annotations = mapOf(metadata.annotations);
    const here = [...path.slice(0, -1), 'metadata', 'annotations'];
    for (const key in annotations) {
      const value = textOf(annotations[key]) ?? '';
      if (key.startsWith(appArmorPrefix)) {
        const name = key.slice(appArmorPrefix.length);
        if (!appArmorForms.test(value)) yield wrong([...here, key], `"${value}" is not a valid AppArmor profile`);
        if (!containers.some(({ container }) => container.name === name))
          yield wrong([...here, key], `the pod has no container "${name}"; remove the annotation`);
      } else if (key.startsWith(seccompPrefix) || key === 'seccomp.security.alpha.kubernetes.io/pod') {
        if (!seccompForms.test(value))
          yield wrong([...here, key], `"${value}" is not a valid seccomp profile; use the field`);
      } else if (key === 'controller.kubernetes.io/pod-deletion-cost' && !isCost(value))
        yield wrong([...here, key], `"${value}" is not a whole number of 32 bits`);
    }
  },
});

function isCost(text: string): boolean {
  return /^(?:0|-?[1-9][0-9]*)$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
}

/** What an annotation says in the words of a field. */
function annotationOf(profile: Data): readonly string[] {
  if (profile.type === 'Localhost') return [`localhost/${textOf(profile.localhostProfile) ?? ''}`];
  return profile.type === 'Unconfined' ? ['unconfined'] : ['runtime/default', 'docker/default'];
}

/** Annotation and field say the same. */
export const profileConflict = forPods({
  id: 'value/profile-conflict',
  description: 'a seccomp or AppArmor annotation that differs from the field',
  example: '`seccomp.security.alpha.kubernetes.io/pod: unconfined` beside `seccompProfile: { type: RuntimeDefault }`',
  *check(pod) {
    const annotations = mapOf(pod.metadata.annotations);
    if (Object.keys(annotations).length === 0) return;
    for (const { context, path, view } of securityContexts(pod)) {
      const seccompKey = view
        ? seccompPrefix + String(view.container.name)
        : 'seccomp.security.alpha.kubernetes.io/pod';
      yield* conflict(annotations[seccompKey], mapOf(context.seccompProfile), [...path, 'seccompProfile']);
    }
    // A Pod takes the annotation where its container has no field; a template does not.
    const inherited = pod.path.length > 1 ? mapOf(pod.spec.securityContext).appArmorProfile : undefined;
    for (const { container, path } of pod.containers) {
      const own = mapOf(container.securityContext).appArmorProfile ?? inherited;
      const said = annotations[appArmorPrefix + String(container.name)];
      yield* conflict(said, mapOf(own), [...path, 'securityContext', 'appArmorProfile']);
    }
  },
});

function* conflict(annotation: unknown, profile: Data, path: FieldPath): Generator<Finding> {
  if (typeof annotation !== 'string' || isEmpty(profile.type) || annotationOf(profile).includes(annotation)) return;
  yield wrong(path, `an annotation says "${annotation}"; remove the annotation`);
}
