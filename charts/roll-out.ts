import { at } from '../kubernetes/access';
import type { Environment } from '../settings/types';
import type { Manifest } from './component';

/*
 * How long a roll-out may take. All follows from `delivery.rollOutMinutes`, the time of its longest step: first that step
 * itself ends, then the engine's patience, then somebody is told.
 */

/** Minutes that most steps may take. Kubernetes gives a Deployment as many (progressDeadlineSeconds), unless it says otherwise. */
const usualMinutes = 10;

/** Minutes between the end of a step and the end of waiting for it: images, volumes, and a controller that is busy. */
const slackMinutes = 5;

/** Deadline of a Job that has little to do. */
export const usualDeadline = usualMinutes * 60;

/** Deadline of a Job that changes all there is, or that waits for a server that has only begun. */
export function longestDeadline(env: Environment): number {
  return env.delivery.rollOutMinutes * 60;
}

/** Minutes of a first start of the database, which during a restore is filled before. */
function serverMinutes(env: Environment): number {
  return Math.max(env.delivery.rollOutMinutes, env.database.restore ? env.database.backup.rtoMinutes : 0);
}

/** Deadline of a Job that begins together with the server of the database and needs it. */
export function serverDeadline(env: Environment): number {
  return serverMinutes(env) * 60;
}

/** Minutes after which Flux gives up waiting for a component: later than everything in it has ended by itself. */
export function timeoutMinutes(env: Environment, manifests: readonly Manifest[]): number {
  const steps = manifests.map((manifest) => (secondsOf(env, manifest) ?? 0) / 60);
  return Math.ceil(Math.max(usualMinutes, ...steps)) + slackMinutes;
}

/**
 * Seconds within which an object becomes ready or fails; undefined for kinds that never say so. A Job's deadline is for all
 * of its pods together, however often it tries (Kubernetes 1.36, Job: activeDeadlineSeconds).
 */
function secondsOf(env: Environment, { kind, spec }: Manifest): number | undefined {
  if (kind === 'Job') return Number(at(spec, ['activeDeadlineSeconds']));
  if (kind === 'Deployment') return Number(at(spec, ['progressDeadlineSeconds']) ?? usualDeadline);
  // The server of the database, in either mode.
  return kind === 'StatefulSet' || kind === 'Cluster' ? serverDeadline(env) : undefined;
}

/** How Argo CD tries a failed sync again: the first pause, how much longer each next one is, and the longest. */
export const syncRetry = { limit: 5, firstSeconds: 30, factor: 2, longestMinutes: 10 };

/** Minutes that these pauses take together. */
function retryMinutes(): number {
  const { limit, firstSeconds, factor, longestMinutes } = syncRetry;
  const pauses = Array.from({ length: limit }, (_, index) =>
    Math.min(firstSeconds * factor ** index, longestMinutes * 60),
  );
  return Math.ceil(pauses.reduce((sum, pause) => sum + pause, 0) / 60);
}

/**
 * Minutes after which a roll-out that has not ended hangs. While its longest step goes on, all later ones wait for it, and
 * are not ready or out of sync for as long; then they need their own time, or Argo CD the one for trying again.
 */
export function hangMinutes(env: Environment): number {
  return serverMinutes(env) + slackMinutes + Math.max(usualMinutes + slackMinutes, retryMinutes());
}
