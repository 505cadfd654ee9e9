import type { Environment } from '../settings/types';
import type { Container } from './constructs/k8s';
import { httpProbe } from './constructs/server';
import { ports, serviceHost } from './places';

/**
 * Variables of every process of the server family, daemon and kernel alike. All of them are explicit, because the
 * defaults do not fit a pod: the server would listen on loopback only and write into folders it may not write to.
 */
export function serverVariables(env: Environment): Record<string, string> {
  return {
    CAVE_API_ADDR: `0.0.0.0:${ports.daemon}`,
    CAVE_OTEL_SAMPLING_RATE: String(env.telemetry.sampledBy === 'daemon' ? env.telemetry.sampling : 1),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${serviceHost(env, 'telemetry', 'otel-collector')}:${ports.otlp}`,
    RUST_LOG: env.daemon.logLevel,
    // A documented duty; no code reads it yet, so nothing may rely on it.
    BKG_SCRUB_LOGS: 'true',
  };
}

/**
 * The server handles no signal, so it runs until the grace period ends; that must be longer than the longest
 * `exec`, or a roll-out would cut calls that are still allowed to run.
 */
export function gracePeriodSeconds(env: Environment): number {
  return env.kernel.sandbox.timeoutSeconds + 15;
}

/**
 * The socket is bound only after the database answered and migrations ran, which may take two minutes. After that
 * `/healthz` answers 200 whatever happens, so it tells a hanging process and nothing else; a server that knows better
 * brings its own `readiness`.
 */
export function serverProbes(readiness?: Container['readinessProbe']) {
  return {
    startupProbe: httpProbe('/healthz', { periodSeconds: 5, failureThreshold: 24 }),
    readinessProbe: readiness ?? httpProbe('/healthz', { periodSeconds: 10, timeoutSeconds: 5 }),
    livenessProbe: httpProbe('/healthz', { periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 3 }),
  };
}
