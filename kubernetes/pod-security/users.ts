import {
  containerContext,
  except,
  hasUserNamespace,
  isSet,
  type PodCheck,
  podContext,
  type Subject,
  securityContexts,
  type Violation,
} from './check';
import { sources } from './sources';

export const runAsNonRoot: PodCheck = {
  id: 'run-as-non-root',
  level: 'restricted',
  description: 'a container that may start as root',
  example: 'securityContext: {}',
  editions: [
    {
      since: 0,
      change: '`runAsNonRoot` true on the pod or on every container, false nowhere',
      source: sources.admission,
      find: findRoot,
    },
    {
      since: 35,
      change: 'not for pods with `hostUsers: false`',
      source: sources.userNamespaces,
      find: except(hasUserNamespace, findRoot),
    },
  ],
};

function* findRoot(pod: Subject): Generator<Violation> {
  const all = podContext(pod);
  if (all.context.runAsNonRoot === false) {
    yield { path: [...all.path, 'runAsNonRoot'], message: 'the pod may start as root; set runAsNonRoot: true' };
  }
  for (const view of pod.containers) {
    const { path, context, owner } = containerContext(view);
    if (context.runAsNonRoot === false) {
      yield { path: [...path, 'runAsNonRoot'], message: `${owner} may start as root; set runAsNonRoot: true` };
    } else if (!isSet(context.runAsNonRoot) && !isSet(all.context.runAsNonRoot)) {
      yield { path: view.path, message: `${owner} may start as root; set runAsNonRoot: true on it or on the pod` };
    }
  }
}

export const runAsUser: PodCheck = {
  id: 'run-as-user',
  level: 'restricted',
  description: 'user 0',
  example: 'securityContext: { runAsUser: 0 }',
  editions: [
    { since: 23, change: '`runAsUser` unset or not 0', source: sources.admission, find: findUserZero },
    {
      since: 35,
      change: 'not for pods with `hostUsers: false`',
      source: sources.userNamespaces,
      find: except(hasUserNamespace, findUserZero),
    },
  ],
};

function* findUserZero(pod: Subject): Generator<Violation> {
  for (const { path, context, owner } of securityContexts(pod)) {
    if (context.runAsUser !== 0) continue;
    yield {
      path: [...path, 'runAsUser'],
      message: `${owner} runs as root; set runAsUser to another number or remove it`,
    };
  }
}
