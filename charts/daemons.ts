import { type ColourName, colourLabel, colours, shadowLabel } from '../settings/facts/colours';
import type { Drain, EnvironmentVariables, Environment, Image, Shadow } from '../settings/types';

/** One Deployment of the daemon. */
export interface Daemon {
  /** Of its Deployment and container, and the label of its pods. */
  readonly name: string;
  /** Of the Service that leads to its pods alone; one that only gets copies has another, with pods of its role. */
  readonly service: string;
  /** @default - the only one there is, without a roll-out */
  readonly colour?: ColourName;
  readonly image: Image;
  /** Variables of this one alone. */
  readonly env: EnvironmentVariables;
  /** Whether callers reach it. */
  readonly active: boolean;
  /** What it gets copies of, when it gets nothing else. */
  readonly shadow?: Shadow;
  /** Whether people reach it although it is not active. */
  readonly preview: boolean;
}

/** The Service that callers reach; it leads to the active daemon. */
export const publicService = 'cave-daemon';

/**
 * Deployments by colour. Selectors of a Deployment never change, so blue is the one that is there without a roll-out: one
 * begins and ends without another Deployment in between, and the public Service never looks for pods that are yet to come.
 */
const names: Readonly<Record<ColourName, string>> = { blue: 'cave-daemon', green: 'cave-daemon-green' };

/** Every daemon of an environment: one, or one for each colour of a roll-out. */
export function daemonsOf({ daemon: { image, rollout } }: Environment): Daemon[] {
  if (!rollout) {
    return [{ name: names.blue, service: publicService, image, env: {}, active: true, preview: false }];
  }
  return colours.flatMap((colour) => {
    const own = rollout[colour];
    if (!own) return [];
    const active = rollout.active === colour;
    return [
      {
        ...own,
        name: names[colour],
        service: `${publicService}-${own.shadow ? 'shadow' : colour}`,
        colour,
        active,
        preview: own.preview && !active,
      },
    ];
  });
}

/** The daemon that callers reach. Throws when there is none, which the rules of environment files refuse. */
export function activeDaemon(env: Environment): Daemon {
  const found = daemonsOf(env).find(({ active }) => active);
  if (!found) throw new Error('no daemon is active');
  return found;
}

/** The daemon of the other colour, while there are two. */
export function idleDaemon(env: Environment): Daemon | undefined {
  return daemonsOf(env).find(({ active }) => !active);
}

/** The daemon that only gets copies of reads: what it does and how it fares says nothing of the service. */
export function shadowDaemon(env: Environment): Daemon | undefined {
  return daemonsOf(env).find(({ shadow }) => shadow !== undefined);
}

/** The daemon that gets copies right now, so that its answers can be compared with those of the calls. */
export function judgedDaemon(env: Environment): Daemon | undefined {
  const daemon = shadowDaemon(env);
  return daemon?.shadow?.percent ? daemon : undefined;
}

/** How callers are kept from a daemon that is about to be replaced; never during a restore, which stops it anyway. */
export function drainOf({ daemon, database }: Environment): Drain | undefined {
  return database.restore ? undefined : daemon.drain;
}

/** Labels of a daemon's objects and pods beyond those that every workload has; none without a roll-out. */
export function daemonLabels({ colour, shadow }: Daemon): Readonly<Record<string, string>> | undefined {
  return colour && { [colourLabel]: colour, ...(shadow && { [shadowLabel]: 'true' }) };
}
