import { colourLabel } from '../../settings/facts/colours';
import type { Environment, Labels } from '../../settings/types';
import { objectLabels, workloadLabels } from '../constructs/labels';
import { activeDaemon, type Daemon, idleDaemon } from '../daemons';
import { databasePods, namespaceOf, type Place } from '../places';

/** Something of ours that is scraped; its name is also the `job` label of its series. */
export interface Target {
  readonly name: string;
  readonly place: Place;
  readonly kind: 'service' | 'pods';
  /** Labels of the Service, or of the pods. */
  readonly labels: Labels;
  /** Name of the port. */
  readonly port: string;
}

/** Everything of an environment that is scraped and that counts: alerts are about it. */
export function targetsOf(env: Environment): Target[] {
  const service = (name: string, place: Place, port: string): Target => {
    // A Service carries its chart's labels; where a chart has several, the port's name tells which one is meant.
    return { name, place, kind: 'service', labels: objectLabels(place, env.name), port };
  };
  const server = (name: string): Target => {
    return { name, place: 'monitoring', kind: 'pods', labels: workloadLabels(name), port: 'web' };
  };
  return [
    daemonTarget(env, 'cave-daemon', activeDaemon(env)),
    service('otel-collector', 'telemetry', 'metrics'),
    env.database.mode === 'operator'
      ? { name: 'bkg-db', place: 'bkg-db', kind: 'pods', labels: databasePods(env).podLabels, port: 'metrics' }
      : service('postgres-exporter', 'bkg-db', 'metrics'),
    ...(env.monitoring.prometheus.mode === 'instance' ? [server('prometheus')] : []),
    ...(env.monitoring.alertmanager.mode === 'instance' ? [server('alertmanager')] : []),
  ];
}

/**
 * What is scraped under another name, so that no alert and no objective takes it for the service: the colour that is not
 * active. Which colour a series is of, its label `colour` says.
 */
export function idleTargets(env: Environment): Target[] {
  const idle = idleDaemon(env);
  return idle ? [daemonTarget(env, 'cave-daemon-idle', idle)] : [];
}

/** With colours, each has a Service of its own besides the one that callers reach. */
function daemonTarget(env: Environment, name: string, { colour }: Daemon): Target {
  const labels = { ...objectLabels('cave-daemon', env.name), ...(colour && { [colourLabel]: colour }) };
  return { name, place: 'cave-daemon', kind: 'service', labels, port: 'http' };
}

/** True while none of a target's pods says 1, or none says anything; it keeps `job` and `namespace`. */
export function noneSays(metric: string, series: string): string {
  return `max by (job, namespace) (${metric}{${series}}) == 0\nor absent(${metric}{${series}})`;
}

/** Matcher of one target's series. */
export function seriesOf(env: Environment, { name, place }: Pick<Target, 'name' | 'place'>): string {
  return `job="${name}",namespace="${namespaceOf(env, place)}"`;
}
