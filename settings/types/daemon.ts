import type { ReplicatedWorkload } from './common';
import type { Drain, Rollout } from './rollout';

/** cave-daemon serves `/api/v1`, `/healthz` and `/metrics`. */
export interface Daemon extends ReplicatedWorkload {
  /** Adds a HorizontalPodAutoscaler instead of a fixed replica count. Only with `kernel.topology: separate`. */
  readonly autoscaling?: {
    /**
     * @default 2
     * @minimum 1
     * @asType integer
     */
    readonly minReplicas: number;
    /**
     * @minimum 2
     * @maximum 50
     * @asType integer
     */
    readonly maxReplicas: number;
    /**
     * Percent of the requested CPU
     * @default 70
     * @minimum 10
     * @maximum 95
     * @asType integer
     */
    readonly targetCpu: number;
  };
  /**
   * Wires `JWT_SECRET`, which the guide names and no code reads yet, from the store (`daemon/jwt`). It is an optional
   * reference to a Secret of its own: pods start without it.
   * @default true
   */
  readonly jwtSecret: boolean;
  /**
   * Wires `BKG_TLS_CERT`, `BKG_TLS_KEY` and `BKG_OPERATOR_CA`, which the guide names and no code reads yet, as files
   * from the store (`daemon/tls`). TLS ends at the ingress either way.
   * @default false
   */
  readonly tls: boolean;
  /**
   * `RUST_LOG` filter
   * @default "info"
   */
  readonly logLevel: string;
  readonly rollout?: Rollout;
  readonly drain?: Drain;
}
