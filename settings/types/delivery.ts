import type { Duration, Image, Name, Reason } from './common';

/** The Job that asks the deployed platform whether it works. */
export interface Checks {
  /** curl image. */
  readonly image: Image;
  /**
   * Takes a sandbox through its life, with a key made for that: create, start, exec, status, stop, delete. `false` where
   * the platform cannot run one, with `sandboxReason`.
   * @default true
   */
  readonly sandbox: boolean;
  /** Why no sandbox is tried. Needed by `sandbox: false`. */
  readonly sandboxReason?: Reason;
}

/** What reconciles the tree. */
export interface Delivery {
  /**
   * @minItems 1
   * @uniqueItems true
   */
  readonly engines: ('argocd' | 'flux')[];
  /**
   * The Git repository that holds `gitops/`
   * @pattern ^(https|ssh)://
   */
  readonly repository: string;
  /** @default "main" */
  readonly branch: string;
  /** How the engines read a private repository; left out, it is public. */
  readonly credentials?: RepositoryCredentials;
  /** Commits that the engines accept: only signed ones. Left out, any. */
  readonly signedBy?: SignedBy;
  /**
   * Namespace of Argo CD
   * @default "argocd"
   */
  readonly argocdNamespace: Name;
  /**
   * Namespace of Flux
   * @default "flux-system"
   */
  readonly fluxNamespace: Name;
  /**
   * How often Flux compares cluster and repository
   * @default "10m"
   */
  readonly interval: Duration;
  /**
   * Minutes that the longest step of a roll-out may take: the migration, which is ended then, or a first start of the
   * database. How long Flux waits for each component, and when alerts say that a roll-out hangs, follow from it.
   * @default 30
   * @minimum 10
   * @maximum 1440
   * @asType integer
   */
  readonly rollOutMinutes: number;
}

/** A key or token in a secret store; External Secrets brings it to each engine. */
export interface RepositoryCredentials {
  /**
   * `ssh-key` for an `ssh://` address: `private-key` and `known-hosts` at the path; Argo CD takes host keys from its own
   * `argocd-ssh-known-hosts-cm`. `token` for an `https://` address: `username` and `token`. Both read-only.
   */
  readonly kind: 'ssh-key' | 'token';
  /** A ClusterSecretStore of the cluster that the engines' namespaces may use. */
  readonly store: Name;
  /** Where the values are in that store. */
  readonly path: string;
}

/** OpenPGP keys; their public halves are given to the engines by whoever installs them. */
export interface SignedBy {
  /**
   * Long ids of the keys, for Argo CD, which knows the keys from `argocd-gpg-keys-cm`.
   * @minItems 1
   * @uniqueItems true
   */
  readonly keys: KeyId[];
  /** Secret with the armoured public keys in the namespace of Flux. Used by Flux alone. */
  readonly fluxSecret: Name;
}

/**
 * The long id of an OpenPGP key.
 * @pattern ^[0-9A-F]{16}$
 */
export type KeyId = string;
