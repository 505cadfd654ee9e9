import { mapOf, textOf } from '../access';
import {
  containerContext,
  except,
  isSet,
  isWindows,
  type OwnedContext,
  type PodCheck,
  podContext,
  type Subject,
  securityContexts,
  type Violation,
} from './check';
import { sources } from './sources';

export const seccompProfileBaseline: PodCheck = {
  id: 'seccomp-profile-baseline',
  level: 'baseline',
  description: 'system calls that no profile filters, on purpose',
  example: 'securityContext: { seccompProfile: { type: Unconfined } }',
  editions: [
    {
      since: 19,
      change: '`seccompProfile.type` unset, RuntimeDefault or Localhost',
      source: sources.seccomp,
      *find(pod) {
        for (const context of securityContexts(pod)) yield* unconfined(context);
      },
    },
  ],
};

export const seccompProfileRestricted: PodCheck = {
  id: 'seccomp-profile-restricted',
  level: 'restricted',
  description: 'a container without a seccomp profile',
  example: 'securityContext: {}',
  replaces: 'seccomp-profile-baseline',
  editions: [
    {
      since: 19,
      change: '`seccompProfile.type` RuntimeDefault or Localhost on the pod or on every container',
      source: sources.seccomp,
      find: findUnfiltered,
    },
    { since: 25, change: 'not for Windows pods', source: sources.windowsPods, find: except(isWindows, findUnfiltered) },
  ],
};

function* findUnfiltered(pod: Subject): Generator<Violation> {
  const all = podContext(pod);
  yield* unconfined(all);
  for (const view of pod.containers) {
    const owned = containerContext(view);
    yield* unconfined(owned);
    if (isSet(owned.context.seccompProfile) || isSet(all.context.seccompProfile)) continue;
    const message = `${owned.owner} has no seccomp profile; set seccompProfile.type: RuntimeDefault on it or on the pod`;
    yield { path: view.path, message };
  }
}

function* unconfined({ path, context, owner }: OwnedContext): Generator<Violation> {
  if (!isSet(context.seccompProfile)) return;
  const { type } = mapOf(context.seccompProfile);
  if (type === 'RuntimeDefault' || type === 'Localhost') return;
  yield {
    path: [...path, 'seccompProfile', ...(isSet(type) ? ['type'] : [])],
    message: `${owner} has seccomp profile "${textOf(type) ?? ''}"; use "RuntimeDefault" or "Localhost"`,
  };
}
