import type { DaemonColour, Environment, Rollout } from '../../settings/types';
import { environment } from './environments';

const released = environment('production').daemon.image;

/** The image of the next release; it asks the database what the released one asks. */
export const nextImage = released.replace(/[a-f0-9]{64}$/, 'b'.repeat(64));

const colour = (image: string, more: Partial<DaemonColour> = {}): DaemonColour => {
  return { image, env: {}, preview: false, ...more };
};
const blue = colour(released);
const green = colour(nextImage, { preview: true });

/** The steps of docs/runbooks/daemon-rollout.md, in their order; the last one is the first of the next release. */
export const rolloutSteps = {
  one: { active: 'blue', blue },
  beside: { active: 'blue', blue, green: { ...green, shadow: { percent: 0, paths: ['/api/v1'] } } },
  shadow: { active: 'blue', blue, green: { ...green, shadow: { percent: 10, paths: ['/api/v1'] } } },
  ended: { active: 'blue', blue, green: { ...green, shadow: { percent: 0, paths: ['/api/v1'] } } },
  ready: { active: 'blue', blue, green },
  switched: { active: 'green', blue, green },
  other: { active: 'green', green },
} as const satisfies Record<string, Rollout>;

export type RolloutStep = keyof typeof rolloutSteps;

/** An environment in one of the steps; through an Ingress nothing is copied or previewed, so only in the later ones. */
export function rolloutStep(step: RolloutStep, name = 'production'): Environment {
  const rollout: Rollout = rolloutSteps[step];
  const image = 'green' in rollout ? nextImage : released;
  return environment(name, { daemon: { image, rollout } } as Parameters<typeof environment>[1]);
}

/** An environment whose daemon runs sandboxes itself, and is about to be replaced. */
export function draining(name = 'production'): Environment {
  return environment(name, {
    kernel: { topology: 'embedded' },
    daemon: { replicas: 1, autoscaling: undefined, drain: { retryAfterSeconds: 300, idleMinutes: 60 } },
  });
}
