import type { Cidr, Environment, ExternalPods } from '../settings/types';
import { type Daemon, daemonsOf, drainOf, judgedDaemon } from './daemons';
import { verifiesAudit } from './object-storage/rights';
import {
  databaseAddress,
  databasePods,
  nodeAgents,
  podsOf,
  portOf,
  ports,
  prometheusPods,
  sandboxPlace,
  uiPort,
} from './places';
import { storeCopies } from './secret-store-backup/access';

/** Addresses outside the cluster, or of the Kubernetes API. */
export interface Outside {
  readonly cidrs: readonly Cidr[];
}

/** One connection that the platform makes. What is not listed here is denied. */
export interface Flow {
  readonly from: ExternalPods;
  readonly to: ExternalPods | Outside;
  readonly ports: readonly number[];
  /** @default ['TCP'] */
  readonly protocols?: readonly ('TCP' | 'UDP')[];
}

/** Every connection of an environment; NetworkPolicies are made from this list and from nothing else. */
export function flows(env: Environment): Flow[] {
  return [
    ...publicFlows(env),
    ...serviceFlows(env),
    ...databaseFlows(env),
    ...storageFlows(env),
    ...storeCopyFlows(env),
    ...telemetryFlows(env),
    ...monitoringFlows(env),
    ...probeFlows(env),
    ...verdictFlows(env),
  ];
}

function publicFlows(env: Environment): Flow[] {
  const from = env.cluster.ingressController;
  return [
    ...toDaemons(env, from),
    ...(['admin-ui', 'web-app'] as const).map((ui) => ({ from, to: podsOf(env, ui), ports: [uiPort(env, ui)] })),
  ];
}

/** Both colours let in the same: calls may move to either at any time. */
function toDaemons(env: Environment, from: ExternalPods): Flow[] {
  return daemonsOf(env).map((daemon) => ({ from, to: daemonPods(env, daemon), ports: [ports.daemon] }));
}

function daemonPods(env: Environment, { name }: Daemon): ExternalPods {
  return podsOf(env, 'cave-daemon', name);
}

/** Whoever compares copies of reads with the calls asks Prometheus. */
function verdictFlows(env: Environment): Flow[] {
  if (!judgedDaemon(env)) return [];
  return [{ from: podsOf(env, 'checks', 'rollout-verdict'), to: prometheusPods(env), ports: [ports.prometheus] }];
}

function serviceFlows(env: Environment): Flow[] {
  const flows = toDaemons(env, podsOf(env, 'checks', 'post-deploy-check'));
  for (const daemon of daemonsOf(env)) {
    const from = daemonPods(env, daemon);
    flows.push({ from, to: database(env), ports: [databaseAddress(env).port] });
    // A copy of a read must not reach sandboxes.
    if (sandboxPlace(env) === 'cave-kernel' && !daemon.shadow) {
      flows.push({ from, to: podsOf(env, 'cave-kernel'), ports: [ports.kernel] });
    }
  }
  if (nodeAgents(env).includes('profile-installer')) {
    const { apiServer } = env.cluster;
    flows.push({ from: podsOf(env, 'cave-node', 'profile-installer'), to: apiServer, ports: [apiServer.port] });
  }
  return flows;
}

/** Postgres servers in the cluster, or the addresses of the managed one. */
export function database(env: Environment): ExternalPods | Outside {
  return env.database.mode === 'managed' ? { cidrs: env.database.managed.cidrs } : databasePods(env);
}

function databaseFlows(env: Environment): Flow[] {
  const to = database(env);
  const port = databaseAddress(env).port;
  const clients = ['bkg-db-migration', 'bkg-db-policies', 'bkg-db-drift', 'bkg-db-retention'];
  clients.push('key-rotation', 'postgres-exporter');
  if (drainOf(env)) clients.push('daemon-drain');
  if (env.database.mode === 'statefulset') clients.push('postgres-roles', 'postgres-backup');
  if (env.database.mode === 'managed') clients.push('postgres-connection-check');
  const flows: Flow[] = clients
    .filter((client) => !(client === 'postgres-exporter' && env.database.mode === 'operator'))
    .map((client) => ({ from: podsOf(env, 'bkg-db', client), to, ports: [port] }));
  if (env.database.mode !== 'operator') return flows;

  const servers = databasePods(env);
  flows.push({ from: servers, to: servers, ports: [ports.postgres, 8000] });
  flows.push({ from: servers, to: env.cluster.apiServer, ports: [env.cluster.apiServer.port] });
  if (env.cluster.databaseOperator) {
    flows.push({ from: env.cluster.databaseOperator, to: servers, ports: [8000, ports.postgres] });
  }
  return flows;
}

function storageFlows(env: Environment): Flow[] {
  const clients: ExternalPods[] = [
    podsOf(env, 'object-storage', 'buckets'),
    podsOf(env, 'object-storage', 'buckets-check'),
  ];
  if (env.kernel.audit.enabled) clients.push(podsOf(env, sandboxPlace(env), 'audit-shipper'));
  if (verifiesAudit(env)) clients.push(podsOf(env, sandboxPlace(env), 'audit-log-verification'));
  if (env.database.mode === 'statefulset') clients.push(podsOf(env, 'bkg-db', 'postgres-backup'));
  if (env.database.mode !== 'managed') clients.push(databasePods(env), podsOf(env, 'bkg-db', 'restore-drill'));
  const { objectStorage } = env;
  return clients.map((from) =>
    objectStorage.mode === 'external'
      ? { from, to: { cidrs: objectStorage.external.cidrs }, ports: [ports.https] }
      : { from, to: podsOf(env, 'object-storage'), ports: [ports.s3] },
  );
}

/** Snapshots go from the store to the bucket of another account. */
function storeCopyFlows(env: Environment): Flow[] {
  const found = storeCopies(env);
  if (!found) return [];
  const { copies, store, vault } = found;
  const backup = podsOf(env, 'secret-store-backup');
  const to = { cidrs: copies.cidrs };
  const drill = podsOf(env, 'secret-store-backup', 'secret-store-drill');
  return [
    { from: backup, to: { cidrs: store.cidrs }, ports: [portOf(vault.server)] },
    { from: backup, to, ports: [ports.https] },
    { from: drill, to, ports: [ports.https] },
  ];
}

function telemetryFlows(env: Environment): Flow[] {
  const collector = podsOf(env, 'telemetry', 'otel-collector');
  const kernel = sandboxPlace(env) === 'cave-kernel' ? [podsOf(env, 'cave-kernel')] : [];
  const senders = [...daemonsOf(env).map((daemon) => daemonPods(env, daemon)), ...kernel];
  return [
    ...senders.map((from) => ({ from, to: collector, ports: [ports.otlp] })),
    ...env.telemetry.backends.map(({ cidrs, port }) => ({ from: collector, to: { cidrs }, ports: [port] })),
    { from: collector, to: env.cluster.apiServer, ports: [env.cluster.apiServer.port] },
  ];
}

function monitoringFlows(env: Environment): Flow[] {
  const from = prometheusPods(env);
  const { prometheus, alertmanager } = env.monitoring;
  const scraped: Flow[] = [
    ...toDaemons(env, from),
    { from, to: podsOf(env, 'telemetry', 'otel-collector'), ports: [ports.collectorMetrics] },
    env.database.mode === 'operator'
      ? { from, to: databasePods(env), ports: [ports.postgresMetrics] }
      : { from, to: podsOf(env, 'bkg-db', 'postgres-exporter'), ports: [ports.postgresMetrics] },
  ];
  if (prometheus.mode === 'instance') {
    scraped.push({ from, to: from, ports: [ports.prometheus] });
    if (env.monitoring.grafana) scraped.push({ from: env.monitoring.grafana, to: from, ports: [ports.prometheus] });
    scraped.push({ from, to: env.cluster.apiServer, ports: [env.cluster.apiServer.port] });
    const { federation } = prometheus.instance;
    if (federation) scraped.push({ from, to: federation, ports: [federation.port] });
  }
  if (alertmanager.mode === 'instance') {
    const peers = podsOf(env, 'monitoring', 'alertmanager');
    scraped.push({ from, to: peers, ports: [ports.alertmanager] });
    scraped.push({ from: peers, to: peers, ports: [ports.alertmanagerPeers], protocols: ['TCP', 'UDP'] });
    if (alertmanager.webhook) scraped.push({ from: peers, to: alertmanager.webhook, ports: [ports.https] });
  }
  return scraped;
}

/** The exporter asks what a caller would ask; its answers are scraped. */
function probeFlows(env: Environment): Flow[] {
  const { probes } = env.monitoring;
  if (!probes) return [];
  const exporter = podsOf(env, 'monitoring', 'blackbox-exporter');
  return [
    { from: prometheusPods(env), to: exporter, ports: [ports.blackbox] },
    ...toDaemons(env, exporter),
    ...(['admin-ui', 'web-app'] as const).map((ui) => ({
      from: exporter,
      to: podsOf(env, ui),
      ports: [uiPort(env, ui)],
    })),
    ...(probes.publicCidrs ? [{ from: exporter, to: { cidrs: probes.publicCidrs }, ports: [ports.https] }] : []),
  ];
}
