import type { Environment, ExternalPods, Labels, WebUi } from '../settings/types';
import { databaseServer, databaseService, restoreIdOf } from './bkg-db/restore-id';
import { workloadLabels } from './constructs/labels';
import { storeCopies } from './secret-store-backup/access';

/** Components that have a namespace of their own, in alphabetical order. */
const places = [
  'admin-ui',
  'bkg-db',
  'cave-daemon',
  'cave-kernel',
  'cave-node',
  'checks',
  'monitoring',
  'object-storage',
  'secret-store-backup',
  'secrets',
  'telemetry',
  'web-app',
] as const;
export type Place = (typeof places)[number];

/** The namespaces an environment has. */
export function placesOf(env: Environment): Place[] {
  const absent: Partial<Record<Place, boolean>> = {
    'cave-kernel': sandboxPlace(env) !== 'cave-kernel',
    'cave-node': nodeAgents(env).length === 0,
    'secret-store-backup': storeCopies(env) === undefined,
    secrets: env.secrets.store !== 'generated',
  };
  return places.filter((place) => !absent[place]);
}

/** The namespace of a component. */
export function namespaceOf(env: Environment, place: Place): string {
  return `${env.namespacePrefix}${place}`;
}

/** The name of an object outside any namespace; environments may share a cluster, so it carries the environment's. */
export function clusterName(env: Environment, name: string): string {
  return `bkg-${env.name}-${name}`;
}

/** The ports other pods may call. */
export const ports = {
  daemon: 8080,
  kernel: 8080,
  adminUi: 3000,
  webApp: 3001,
  staticUi: 8080,
  postgres: 5432,
  postgresMetrics: 9187,
  otlp: 4317,
  collectorMetrics: 8888,
  collectorHealth: 13133,
  s3: 8333,
  prometheus: 9090,
  alertmanager: 9093,
  alertmanagerPeers: 9094,
  blackbox: 9115,
  https: 443,
} as const;

/** Pods of ours: where they run and which label finds them. */
export function podsOf(env: Environment, place: Place, name: string = place): ExternalPods {
  return { namespace: namespaceOf(env, place), podLabels: workloadLabels(name) };
}

/** Name of a Service as other namespaces reach it. */
export function serviceHost(env: Environment, place: Place, service: string = place): string {
  return `${service}.${namespaceOf(env, place)}.svc.cluster.local`;
}

/** The component that runs sandboxes: the kernel itself, or the daemon that embeds it. */
export function sandboxPlace(env: Environment): 'cave-daemon' | 'cave-kernel' {
  return env.kernel.topology === 'embedded' ? 'cave-daemon' : 'cave-kernel';
}

/** The image that runs sandboxes. */
export function sandboxImage(env: Environment): string {
  return env.kernel.topology === 'embedded' ? env.daemon.image : env.kernel.image;
}

/** What prepares nodes for sandboxes from a namespace of its own. */
export function nodeAgents({ kernel }: Environment): ('cgroup-helper' | 'profile-installer')[] {
  return [
    ...(kernel.isolation === 'node-helper' ? (['cgroup-helper'] as const) : []),
    ...(kernel.isolation !== 'off' && kernel.seccomp === 'installer' ? (['profile-installer'] as const) : []),
  ];
}

/** The port a UI listens on: what its image's start command says, or nginx's. */
export function uiPort(env: Environment, ui: 'admin-ui' | 'web-app'): number {
  if (uiConfig(env, ui).mode === 'static') return ports.staticUi;
  return ui === 'admin-ui' ? ports.adminUi : ports.webApp;
}

/** A path of a UI that answers 200 without a cookie; every other one redirects. */
export function uiHealthPath({ mode }: WebUi): string {
  return mode === 'static' ? '/healthz' : '/auth/token';
}

/** What the environment says about a UI. */
export function uiConfig(env: Environment, ui: 'admin-ui' | 'web-app') {
  return ui === 'admin-ui' ? env.adminUi : env.webApp;
}

/** Where Postgres answers: the same for every consumer, whatever the mode. */
export function databaseAddress(env: Environment): { host: string; port: number } {
  const { database } = env;
  return database.mode === 'managed'
    ? { host: database.managed.host, port: database.managed.port }
    : { host: serviceHost(env, 'bkg-db', databaseService(env)), port: ports.postgres };
}

/** The port of an address, which the scheme says where it says none. */
export function portOf(address: string): number {
  const { port, protocol } = new URL(address);
  if (port !== '') return Number(port);
  return protocol === 'http:' ? 80 : ports.https;
}

/** Labels of the Postgres server pods; CloudNativePG sets its own. */
export function databasePods(env: Environment, restoreId: string = restoreIdOf(env)): ExternalPods {
  const name = databaseServer(env, restoreId);
  const labels: Labels = env.database.mode === 'operator' ? { 'cnpg.io/cluster': name } : workloadLabels(name);
  return { namespace: namespaceOf(env, 'bkg-db'), podLabels: labels };
}

/** Where S3 answers, as clients want it. */
export function storageEndpoint(env: Environment): string {
  const { objectStorage } = env;
  return objectStorage.mode === 'external'
    ? `https://${objectStorage.external.host}`
    : `http://${serviceHost(env, 'object-storage')}:${ports.s3}`;
}

/** The pods that scrape: the platform's own Prometheus or an existing one. */
export function prometheusPods(env: Environment): ExternalPods {
  const { prometheus } = env.monitoring;
  return prometheus.mode === 'existing' ? prometheus.existing : podsOf(env, 'monitoring', 'prometheus');
}
