/**
 * A full image reference, `registry/name:tag@sha256:…`. The digest decides what runs, the tag tells people
 * which release it is. Staging and production refuse a reference without a digest.
 * @pattern ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[a-f0-9]{64})?$
 */
export type Image = string;

/**
 * A Kubernetes quantity such as `500m`, `2`, `512Mi`, `20Gi`.
 * @pattern ^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$
 */
export type Amount = string;

/**
 * An address range such as `10.20.0.0/16` or `2001:db8::/32`.
 * @pattern ^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}/([0-9]|[12][0-9]|3[0-2])|[0-9a-f:]+/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))$
 */
export type Cidr = string;

/**
 * A host name without scheme or port.
 * @pattern ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$
 */
export type Host = string;

/**
 * A region, as its provider calls it.
 * @pattern ^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$
 */
export type Region = string;

/**
 * A path in the secret store, without slash at its ends.
 * @pattern ^[A-Za-z0-9]([A-Za-z0-9._-]*)(/[A-Za-z0-9][A-Za-z0-9._-]*)*$
 */
export type Mount = string;

/**
 * A name that Kubernetes accepts everywhere (RFC 1123 label).
 * @pattern ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$
 */
export type Name = string;

/**
 * A cron schedule with five fields, read in UTC.
 * @pattern ^(\S+\s+){4}\S+$
 */
export type Schedule = string;

/**
 * A length of time in Prometheus and Go notation, such as `90s`, `5m`, `1h`.
 * @pattern ^([0-9]+(ms|s|m|h|d|w))+$
 */
export type Duration = string;

/**
 * Why a setting is as it is, in one line.
 * @pattern ^\S(.*\S)?$
 */
export type Reason = string;

/** Labels that select pods or nodes. */
export type Labels = Record<string, string>;

export interface Amounts {
  /** Cores; `500m` is half a core. */
  readonly cpu: Amount;
  /** Bytes, such as `512Mi`. */
  readonly memory: Amount;
}

/** What a container reserves and may use at most. */
export interface Resources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Additional environment variables, plain values only; secrets come from the secret store. */
export type EnvironmentVariables = Record<string, string>;

/** A volume that outlives its pod. */
export interface Storage {
  readonly size: Amount;
  /** StorageClass of the volume; the cluster's default class when left out. */
  readonly storageClass?: Name;
}

/** A program and its size. */
export interface Program {
  readonly image: Image;
  readonly resources: Resources;
}

/** A program that takes additional settings. */
export interface Workload extends Program {
  /** @default {} */
  readonly env: EnvironmentVariables;
}

/** A workload that may run several times. */
export interface ReplicatedWorkload extends Workload {
  /**
   * @default 1
   * @minimum 1
   * @maximum 50
   * @asType integer
   */
  readonly replicas: number;
}

/**
 * A public key of cosign in PEM.
 * @pattern ^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n?$
 */
export type PublicKey = string;
