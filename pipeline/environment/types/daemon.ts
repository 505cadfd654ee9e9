import type { ReplicatedWorkload } from './common';

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
   * `RUST_LOG` filter
   * @default "info"
   */
  readonly logLevel: string;
}
