import type { Manifest } from '../../charts/component';
import type { Environment, Shadow } from '../../settings/types';
import { environment, manifests } from '../support/environments';
import { rolloutStep, type RolloutStep } from '../support/rollout';

/** What the component of the daemon renders in a step of a roll-out, with another setting of what is copied. */
export function colourObjects(step: RolloutStep | 'none', changes: Partial<Shadow> = {}): Manifest[] {
  const env = step === 'none' ? environment('production') : rolloutStep(step);
  return manifests(copying(env, changes), 'cave-daemon');
}

function copying(env: Environment, changes: Partial<Shadow>): Environment {
  const { rollout } = env.daemon;
  if (!rollout?.green?.shadow) return env;
  const green = { ...rollout.green, shadow: { ...rollout.green.shadow, ...changes } };
  return { ...env, daemon: { ...env.daemon, rollout: { ...rollout, green } } };
}
