import type { Cidr, Host, Name, ReplicatedWorkload } from './common';

/** The OpenTelemetry Collector: OTLP in, configured backends out. */
export interface Telemetry extends ReplicatedWorkload {
  /**
   * Share of traces that the daemon keeps. The older server variant drops that share of its log lines as well.
   * @minimum 0
   * @maximum 1
   */
  readonly sampling: number;
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
