import type { Cidr, Labels, Name } from './common';

/** Pods that belong to somebody else's installation, found by namespace and labels. */
export interface ExternalPods {
  readonly namespace: Name;
  readonly podLabels: Labels;
}

/** What the cluster already has. Each external thing is declared here once and nowhere else. */
export interface Cluster {
  /** Where pods ask for names. */
  readonly dns: ExternalPods;
  /** The controller that serves Ingress or Gateway traffic; only its pods may reach public ports. */
  readonly ingressController: ExternalPods;
  /** Address ranges and port of the Kubernetes API as pods see it after service translation. */
  readonly apiServer: {
    /** @minItems 1 */
    readonly cidrs: Cidr[];
    /**
     * @default 6443
     * @minimum 1
     * @maximum 65535
     * @asType integer
     */
    readonly port: number;
  };
  /** The CloudNativePG operator; it asks database pods for their status. Needed by `database.mode: operator`. */
  readonly databaseOperator?: ExternalPods;
  /**
   * Operators that are installed. A rendered object whose kind none of them brings is refused, because the API server
   * would refuse it too.
   */
  readonly operators: Operator[];
  /**
   * Storage classes that volumes may name.
   * @default []
   */
  readonly storageClasses: Name[];
}

/** Each brings its own API groups. */
export type Operator =
  | 'argo-cd'
  | 'barman-cloud-plugin'
  | 'cert-manager'
  | 'cloudnative-pg'
  | 'envoy-gateway'
  | 'external-secrets'
  | 'flux'
  | 'gateway-api'
  | 'kyverno'
  | 'policy-controller'
  | 'prometheus-operator'
  | 'reloader'
  | 'security-profiles-operator';
