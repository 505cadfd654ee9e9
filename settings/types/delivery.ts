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
