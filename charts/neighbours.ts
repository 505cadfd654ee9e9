import type { Cidr, Environment, ExternalPods } from '../settings/types';
import { databaseAddress, portOf, ports } from './places';
import { storeCopies } from './secret-store-backup/access';

/** Somebody outside the platform whom flows come from or lead to, as people call them. */
export interface Neighbour {
  readonly name: string;
  /** One more word: a host, a namespace. */
  readonly detail: string;
  /** Where they are, as network policies say it. */
  readonly at: ExternalPods | { readonly cidrs: readonly Cidr[] };
  /** The port that is called. @default - they call, or any port */
  readonly port?: number;
  /** Whether they hand on what people on the network ask. @default false */
  readonly isPublic?: boolean;
}

/** Everybody in the environment file whom `flows` names, apart from the platform's own pods. */
export function neighbours(env: Environment): Neighbour[] {
  const { dns, ingressController, apiServer, databaseOperator } = env.cluster;
  return [
    { ...pods('clients', ingressController), isPublic: true, detail: `through ${ingressController.namespace}` },
    { ...pods('cluster DNS', dns), port: 53 },
    { name: 'Kubernetes API', detail: apiServer.cidrs.join(', '), at: apiServer, port: apiServer.port },
    ...(databaseOperator ? [pods('database operator', databaseOperator)] : []),
    ...services(env),
    ...copies(env),
    ...observers(env),
  ];
}

function services(env: Environment): Neighbour[] {
  const { database, objectStorage, telemetry } = env;
  return [
    ...(database.mode === 'managed'
      ? [
          {
            name: 'managed Postgres',
            detail: database.managed.host,
            at: database.managed,
            port: databaseAddress(env).port,
          },
        ]
      : []),
    ...(objectStorage.mode === 'external'
      ? [{ name: 'S3', detail: objectStorage.external.host, at: objectStorage.external, port: ports.https }]
      : []),
    ...telemetry.backends.map(({ name, host, cidrs, port }) => {
      return { name: `OTLP ${name}`, detail: host, at: { cidrs }, port };
    }),
  ];
}

function copies(env: Environment): Neighbour[] {
  const found = storeCopies(env);
  if (!found) return [];
  const { copies: bucket, store, vault } = found;
  return [
    { name: 'secret store', detail: new URL(vault.server).host, at: store, port: portOf(vault.server) },
    { name: 'S3 of another account', detail: bucket.host, at: bucket, port: ports.https },
  ];
}

function observers({ monitoring, domains }: Environment): Neighbour[] {
  const { prometheus, alertmanager, grafana, probes } = monitoring;
  const federation = prometheus.mode === 'instance' ? prometheus.instance.federation : undefined;
  return [
    ...(prometheus.mode === 'existing' ? [pods('cluster Prometheus', prometheus.existing)] : []),
    ...(federation ? [{ ...pods('cluster Prometheus', federation), port: federation.port }] : []),
    ...(grafana ? [pods('Grafana', grafana)] : []),
    ...(alertmanager.mode === 'instance' && alertmanager.webhook
      ? [
          {
            name: 'alert receiver',
            detail: alertmanager.webhook.cidrs.join(', '),
            at: alertmanager.webhook,
            port: ports.https,
          },
        ]
      : []),
    ...(probes?.publicCidrs
      ? [{ name: 'public hosts', detail: domains.api, at: { cidrs: probes.publicCidrs }, port: ports.https }]
      : []),
  ];
}

function pods(name: string, at: ExternalPods): Neighbour {
  return { name, detail: at.namespace, at };
}
