import type { ExternalPods } from './cluster';
import type { Cidr, Duration, Image, Labels, Name, Program, Storage } from './common';

/** Prometheus, Alertmanager, alert rules and dashboards. */
export interface Monitoring {
  readonly prometheus: Prometheus;
  readonly alertmanager: Alertmanager;
  /** Asks the servers from outside. Without it, only what a server says about itself and its pods is known. */
  readonly probes?: Probes;
  /** The Grafana that shows our dashboards; it may ask our Prometheus. */
  readonly grafana?: ExternalPods;
  /** @default {} */
  readonly slo: ServiceLevels;
  /** @default {} */
  readonly thresholds: Thresholds;
  /**
   * Adds rules on metrics that only the platform's documents promise.
   * @default false
   */
  readonly promisedMetrics: boolean;
  /** Image of postgres-exporter. */
  readonly databaseExporterImage: Image;
}

export type Prometheus = AnyPrometheus & (OwnPrometheus | ExistingPrometheus);

/** One of the platform's own. */
export interface OwnPrometheus {
  readonly mode: 'instance';
  readonly instance: MonitoringInstance & {
    readonly retention: Duration;
    /**
     * The Prometheus that watches the cluster itself. An instance reads from it what the cluster knows about our
     * pods, instead of holding rights on nodes and other people's namespaces. Without it, rules on such series are
     * left out.
     */
    readonly federation?: Federation;
  };
}

/** One that is there already. */
export interface ExistingPrometheus {
  readonly mode: 'existing';
  readonly existing: {
    readonly namespace: Name;
    readonly podLabels: Labels;
    /** Labels that make it pick up monitors and rules. */
    readonly selectorLabels: Labels;
  };
}

/** What both have. */
export interface AnyPrometheus {
  /** `instance` runs one through prometheus-operator; `existing` is found by namespace and labels. */
  readonly mode: 'instance' | 'existing';
  /**
   * Which parts of the cluster `existing`, or the one behind `federation`, scrapes. Rules and dashboards use no
   * others. `flux` needs kube-state-metrics set up for Flux's resources, as Flux's monitoring guide shows.
   * @default ["kube-state-metrics", "kubelet"]
   * @uniqueItems true
   */
  readonly clusterSources: ClusterSource[];
}

/** A part of the cluster that has metrics about the platform. */
export type ClusterSource =
  'kube-state-metrics' | 'kubelet' | 'ingress-controller' | 'cert-manager' | 'external-secrets' | 'argocd' | 'flux';

/** A Prometheus to read series from. */
export interface Federation extends ExternalPods {
  /** Name of its Service. It has to lead to one replica: counters of two differ, which looks like a restart. */
  readonly service: Name;
  /**
   * @default 9090
   * @minimum 1
   * @maximum 65535
   * @asType integer
   */
  readonly port: number;
}

export type Alertmanager = AnyAlertmanager & (OwnAlertmanager | ForeignAlertmanager);

/** One of the platform's own. */
export interface OwnAlertmanager {
  readonly mode: 'instance';
  readonly instance: MonitoringInstance;
}

/** Somebody else's, or none. */
export interface ForeignAlertmanager {
  readonly mode: 'existing' | 'none';
}

/** What all of them have. */
export interface AnyAlertmanager {
  /** `none` keeps alerts visible in Prometheus only. */
  readonly mode: 'instance' | 'existing' | 'none';
  /** Where an `instance` sends alerts; the address itself is a secret. */
  readonly webhook?: { readonly cidrs: Cidr[] };
}

/** A server that keeps its own data. */
export interface MonitoringInstance extends Program {
  /**
   * @default 1
   * @minimum 1
   * @maximum 9
   * @asType integer
   */
  readonly replicas: number;
  readonly storage: Storage;
}

/** A blackbox exporter, and what else it asks besides the servers in the cluster. */
export interface Probes {
  readonly image: Image;
  /**
   * Addresses behind the public hosts. With them the three hosts are asked over HTTPS as well, and the end of their
   * certificates is known.
   */
  readonly publicCidrs?: Cidr[];
}

/**
 * Service level objectives of the public API. Alerts, dashboards and load tests take their figures from here. No
 * document gives any; these are stated defaults. The lowest shares are those at which every alert can still fire.
 */
export interface ServiceLevels {
  /**
   * Share of calls that are not answered with 5xx.
   * @default 0.999
   * @minimum 0.94
   * @maximum 0.99999
   */
  readonly availability: number;
  /** @default {} */
  readonly latency: LatencyObjective;
  /**
   * Days over which the error budgets count.
   * @default 30
   * @minimum 7
   * @maximum 30
   * @asType integer
   */
  readonly windowDays: number;
  /**
   * Calls per second below which a share of calls says nothing.
   * @default 0.1
   * @minimum 0
   */
  readonly minimumCallsPerSecond: number;
}

/** How quick calls are that run no code in a sandbox. */
export interface LatencyObjective {
  /**
   * Seconds; a bound of the histogram buckets that both ingress-nginx and Envoy have.
   * @default 1
   */
  readonly seconds: 0.1 | 0.25 | 0.5 | 1 | 2.5 | 5 | 10;
  /**
   * Share of calls that take no longer.
   * @default 0.95
   * @minimum 0.94
   * @maximum 0.99999
   */
  readonly share: number;
}

/** When alerts fire. No document gives figures except the sandbox limits; these are stated defaults. */
export interface Thresholds {
  /**
   * Refused calls (429) per second
   * @default 5
   * @exclusiveMinimum 0
   */
  readonly rateLimitedPerSecond: number;
  /**
   * Restarts in 15 minutes
   * @default 3
   * @minimum 1
   */
  readonly restarts: number;
  /**
   * Share of a volume or limit in use
   * @default 0.85
   * @minimum 0.1
   * @maximum 1
   */
  readonly saturation: number;
  /**
   * Seconds a replica may lag behind
   * @default 30
   * @exclusiveMinimum 0
   */
  readonly replicationLagSeconds: number;
  /**
   * Days before a certificate ends
   * @default 14
   * @minimum 1
   */
  readonly certificateDays: number;
  /**
   * Hours since the last base backup of the database
   * @default 36
   * @minimum 1
   */
  readonly backupAgeHours: number;
  /**
   * WAL files that may wait to be archived
   * @default 20
   * @minimum 1
   */
  readonly walFilesWaiting: number;
  /**
   * Deadlocks in 15 minutes
   * @default 5
   * @minimum 1
   */
  readonly deadlocks: number;
  /**
   * Minutes that a scheduled Job may start late
   * @default 60
   * @minimum 1
   */
  readonly jobLateMinutes: number;
}
