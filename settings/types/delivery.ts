import type { Duration, Image, Name, PublicKey, Reason } from './common';

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

/** What reconciles the tree, and where it comes from. */
export type Delivery = AnyDelivery & (GitDelivery | OciDelivery);

/** From the repository itself. */
export interface GitDelivery {
  readonly source: 'git';
}

/** From a registry, as `package` makes it. */
export interface OciDelivery {
  readonly source: 'oci';
  /** Needed by `source: oci`. */
  readonly oci: OciSource;
}

/** What both have. */
export interface AnyDelivery {
  /**
   * Where the engines read: `git` is the folder `gitops/` of the repository, `oci` what was packaged and pushed of it.
   * @default "git"
   */
  readonly source: 'git' | 'oci';
  /**
   * @minItems 1
   * @uniqueItems true
   */
  readonly engines: ('argocd' | 'flux')[];
  /**
   * The Git repository that holds `gitops/`; alerts link to its runbooks, wherever the tree is read from
   * @pattern ^(https|ssh)://
   */
  readonly repository: string;
  /** @default "main" */
  readonly branch: string;
  /** How the engines read a private repository; left out, it is public. Used by `source: git`. */
  readonly credentials?: RepositoryCredentials;
  /** Commits that the engines accept: only signed ones. Left out, any. Used by `source: git`. */
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
   * How often Flux compares cluster and repository, and looks into the registry
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

/** An artifact in a registry; exactly one of `digest` and `version` says which. */
export interface OciSource {
  readonly address: RegistryAddress;
  /**
   * What `package` says of the artifact. Staging and production take nothing else, because a tag can be moved.
   */
  readonly digest?: Digest;
  /**
   * A tag
   * @pattern ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$
   */
  readonly version?: string;
  /** How the engines read a private repository; left out, it is public. */
  readonly credentials?: RegistryCredentials;
  /** Who has to have signed it, with cosign. Flux alone verifies that. */
  readonly signedBy?: ArtifactSigner;
}

/**
 * Registry and repository.
 * @pattern ^oci://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+$
 */
export type RegistryAddress = string;

/**
 * Of a manifest in a registry.
 * @pattern ^sha256:[a-f0-9]{64}$
 */
export type Digest = string;

/** A robot of the registry that may pull; External Secrets brings its `username` and `token` to each engine. */
export interface RegistryCredentials {
  /** A ClusterSecretStore of the cluster that the engines' namespaces may use. */
  readonly store: Name;
  /** Where the values are in that store. */
  readonly path: string;
}

/** One of several keys, or one identity. */
export type ArtifactSigner = AnySigner & (KeySigner | IdentitySigner);

/** Which of the two it is. */
export interface AnySigner {
  /** `key` for keys of cosign, `identity` for what an issuer certified (keyless). */
  readonly kind: 'key' | 'identity';
}

/** Whoever has the private half of a key. */
export interface KeySigner {
  readonly kind: 'key';
  /**
   * Two of them while one replaces the other. Needed by `kind: key`.
   * @minItems 1
   * @maxItems 2
   * @uniqueItems true
   */
  readonly publicKeys: PublicKey[];
}

/** Who an issuer says it is, letter by letter. */
export interface IdentitySigner {
  readonly kind: 'identity';
  /** Needed by `kind: identity`. */
  readonly identity: {
    /**
     * Who vouches, such as `https://token.actions.githubusercontent.com`
     * @pattern ^https://[^\s]+$
     */
    readonly issuer: string;
    /**
     * Who signs, such as the workflow of a tag: `https://github.com/o/r/.github/workflows/w.yaml@refs/tags/v1.2.3`
     * @minLength 1
     */
    readonly subject: string;
  };
}
