import type { Cidr, Host, Name, ReplicatedWorkload } from './common';

/** The OpenTelemetry Collector: OTLP in, configured backends out. */
export interface Telemetry extends ReplicatedWorkload {
  /**
   * Share of traces that is kept.
   * @minimum 0
   * @maximum 1
   */
  readonly sampling: number;
  /**
   * Who leaves the rest out. `daemon` is what the guide says; the older server variant then drops the same share of
   * its log lines. With `collector` the daemon sends everything, and the collector chooses by trace ID, so that all
   * its replicas choose alike and no trace is kept in part.
   * @default "daemon"
   */
  readonly sampledBy: 'daemon' | 'collector';
  /**
   * Where signals go; egress is opened to these and nothing else. Without a backend for a signal it is counted and dropped.
   * @default []
   */
  readonly backends: TelemetryBackend[];
}

export interface TelemetryBackend {
  readonly name: Name;
  /** @minItems 1 */
  readonly signals: ('traces' | 'metrics' | 'logs')[];
  readonly host: Host;
  /**
   * OTLP over gRPC with TLS.
   * @default 4317
   * @minimum 1
   * @maximum 65535
   * @asType integer
   */
  readonly port: number;
  /** @minItems 1 */
  readonly cidrs: Cidr[];
}
