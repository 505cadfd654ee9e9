import { listOf, mapOf } from '../access';
import {
  containerContext,
  except,
  isWindows,
  type OwnedContext,
  type PodCheck,
  type Subject,
  type Violation,
} from './check';
import { sources } from './sources';

export const privileged: PodCheck = {
  id: 'privileged',
  level: 'baseline',
  description: 'a container with all rights of its node',
  example: 'securityContext: { privileged: true }',
  editions: [{ since: 0, change: '`privileged` unset or false', source: sources.admission, find: findPrivileged }],
};

function* findPrivileged({ containers }: Subject): Generator<Violation> {
  for (const { path, context, owner } of containers.map(containerContext)) {
    if (context.privileged !== true) continue;
    yield { path: [...path, 'privileged'], message: `${owner} has all rights of its node; set privileged: false` };
  }
}

const defaults: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export const capabilitiesBaseline: PodCheck = {
  id: 'capabilities-baseline',
  level: 'baseline',
  description: 'a capability beyond those that a runtime gives by default, or NET_RAW',
  example: 'securityContext: { capabilities: { add: [SYS_ADMIN] } }',
  editions: [
    {
      since: 0,
      change: `\`capabilities.add\` only of ${[...defaults].join(', ')}`,
      source: sources.admission,
      *find({ containers }) {
        for (const context of containers.map(containerContext)) yield* added(context, defaults);
      },
    },
  ],
};

const bindOnly: ReadonlySet<string> = new Set(['NET_BIND_SERVICE']);

export const capabilitiesRestricted: PodCheck = {
  id: 'capabilities-restricted',
  level: 'restricted',
  description: 'a container that keeps capabilities, or adds any but NET_BIND_SERVICE',
  example: 'securityContext: {}',
  replaces: 'capabilities-baseline',
  editions: [
    {
      since: 22,
      change: '`capabilities.drop` holds ALL; `capabilities.add` only NET_BIND_SERVICE',
      source: sources.admission,
      find: findKept,
    },
    { since: 25, change: 'not for Windows pods', source: sources.windowsPods, find: except(isWindows, findKept) },
  ],
};

function* findKept({ containers }: Subject): Generator<Violation> {
  for (const view of containers) {
    const owned = containerContext(view);
    const { drop } = mapOf(owned.context.capabilities);
    if (!listOf(drop).includes('ALL')) {
      const path = Array.isArray(drop) ? [...owned.path, 'capabilities', 'drop'] : view.path;
      yield { path, message: `${owned.owner} keeps capabilities; set capabilities.drop: ["ALL"]` };
    }
    yield* added(owned, bindOnly);
  }
}

function* added({ path, context, owner }: OwnedContext, allowed: ReadonlySet<string>): Generator<Violation> {
  for (const [index, name] of listOf(mapOf(context.capabilities).add).entries()) {
    if (typeof name !== 'string' || allowed.has(name)) continue;
    yield {
      path: [...path, 'capabilities', 'add', index],
      message: `${owner} adds capability "${name}"; remove it`,
    };
  }
}

export const allowPrivilegeEscalation: PodCheck = {
  id: 'allow-privilege-escalation',
  level: 'restricted',
  description: 'a container whose processes may gain rights',
  example: 'securityContext: {}',
  editions: [
    { since: 8, change: '`allowPrivilegeEscalation` false', source: sources.admission, find: findEscalation },
    { since: 25, change: 'not for Windows pods', source: sources.windowsPods, find: except(isWindows, findEscalation) },
  ],
};

function* findEscalation({ containers }: Subject): Generator<Violation> {
  for (const view of containers) {
    const { path, context, owner } = containerContext(view);
    if (context.allowPrivilegeEscalation === false) continue;
    yield {
      path: context.allowPrivilegeEscalation === true ? [...path, 'allowPrivilegeEscalation'] : view.path,
      message: `${owner} may gain rights; set allowPrivilegeEscalation: false`,
    };
  }
}
