import { mapOf, textOf } from '../access';
import {
  containerContext,
  type Edition,
  except,
  hasUserNamespace,
  isSet,
  type PodCheck,
  type Subject,
  securityContexts,
  type Violation,
} from './check';
import { sources } from './sources';

const annotationPrefix = 'container.apparmor.security.beta.kubernetes.io/';

export const appArmorProfile: PodCheck = {
  id: 'app-armor-profile',
  level: 'baseline',
  description: 'an AppArmor profile switched off',
  example: 'securityContext: { appArmorProfile: { type: Unconfined } }',
  editions: [
    {
      since: 0,
      change:
        `annotations \`${annotationPrefix}*\` empty, runtime/default or localhost/*; ` +
        '`appArmorProfile.type` (a field since 1.30) unset, RuntimeDefault or Localhost',
      source: `${sources.admission}; fields: ${sources.appArmorFields}`,
      find: findAppArmor,
    },
  ],
};

function* findAppArmor(pod: Subject): Generator<Violation> {
  for (const { path, context, owner } of securityContexts(pod)) {
    if (!isSet(context.appArmorProfile)) continue;
    const { type } = mapOf(context.appArmorProfile);
    if (type === 'RuntimeDefault' || type === 'Localhost') continue;
    yield {
      path: [...path, 'appArmorProfile', ...(isSet(type) ? ['type'] : [])],
      message: `${owner} has AppArmor profile "${textOf(type) ?? ''}"; use "RuntimeDefault" or "Localhost"`,
    };
  }
  for (const [key, value] of Object.entries(mapOf(pod.metadata.annotations))) {
    if (!key.startsWith(annotationPrefix)) continue;
    const profile = textOf(value) ?? '';
    if (profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/')) continue;
    const message = `AppArmor profile "${profile}" is not allowed; use "runtime/default" or "localhost/…"`;
    yield { path: [...pod.path, 'metadata', 'annotations', key], message };
  }
}

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

export const seLinuxOptions: PodCheck = {
  id: 'se-linux-options',
  level: 'baseline',
  description: 'an SELinux user or role, or a type that is not for containers',
  example: 'securityContext: { seLinuxOptions: { type: spc_t } }',
  editions: [
    {
      since: 0,
      change: '`seLinuxOptions.type` unset, container_t, container_init_t or container_kvm_t; `user` and `role` unset',
      source: sources.admission,
      find: findSeLinux(new Set(seLinuxTypes)),
    },
    {
      since: 31,
      change: '`seLinuxOptions.type` container_engine_t too',
      source: sources.containerEngine,
      find: findSeLinux(new Set([...seLinuxTypes, 'container_engine_t'])),
    },
  ],
};

function findSeLinux(types: ReadonlySet<string>): Edition['find'] {
  return function* (pod) {
    for (const { path, context, owner } of securityContexts(pod)) {
      const options = mapOf(context.seLinuxOptions);
      const type = textOf(options.type) ?? '';
      if (!types.has(type)) {
        const message = `${owner} has SELinux type "${type}"; use a type for containers, such as "container_t", or none`;
        yield { path: [...path, 'seLinuxOptions', 'type'], message };
      }
      for (const field of ['user', 'role']) {
        if (!textOf(options[field])) continue;
        yield { path: [...path, 'seLinuxOptions', field], message: `${owner} sets an SELinux ${field}; remove it` };
      }
    }
  };
}

export const procMount: PodCheck = {
  id: 'proc-mount',
  level: 'baseline',
  description: 'a /proc without the masks of the runtime',
  example: 'securityContext: { procMount: Unmasked }',
  editions: [
    { since: 0, change: '`procMount` unset or Default', source: sources.admission, find: findProcMount },
    {
      since: 35,
      change: 'not for pods with `hostUsers: false`',
      source: sources.userNamespaces,
      find: except(hasUserNamespace, findProcMount),
    },
  ],
};

export const procMountRestricted: PodCheck = {
  id: 'proc-mount-restricted',
  level: 'restricted',
  description: 'a /proc without the masks of the runtime, even in a user namespace',
  example: 'hostUsers: false, securityContext: { procMount: Unmasked }',
  replaces: 'proc-mount',
  editions: [
    {
      since: 35,
      change: '`procMount` unset or Default, `hostUsers: false` or not',
      source: sources.userNamespaces,
      find: findProcMount,
    },
  ],
};

function* findProcMount({ containers }: Subject): Generator<Violation> {
  for (const { path, context, owner } of containers.map(containerContext)) {
    if (!isSet(context.procMount) || context.procMount === 'Default') continue;
    yield { path: [...path, 'procMount'], message: `${owner} sees /proc unmasked; remove procMount` };
  }
}
