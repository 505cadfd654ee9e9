import type { FieldPath } from '../../kubernetes/access';
import type { GraphContext } from '../objects/graph';
import type { Manifest } from '../objects/manifest';
import type { Rule } from '../problem';
import type { PodSecurityLedger } from './pod-security/ledger';

/** What the target cluster is. */
export interface Context extends GraphContext {
  /** Minor version of Kubernetes: 27 to 37. */
  readonly minor: number;
  /** Judges every pod at this level, whatever its namespace says. */
  readonly podSecurity?: { readonly level: 'restricted' | 'baseline' | 'privileged'; readonly minor: number };
  /** Which namespace has which level, and why. @default - nobody has said */
  readonly podSecurityLedger?: PodSecurityLedger;
  /** Whether every image has to name a digest. @default false */
  readonly requireDigest?: boolean;
}

/** Something wrong with an object, at a field of it. */
export interface Finding {
  readonly path: FieldPath;
  /** What to do: lower case, no full stop, names quoted. */
  readonly message: string;
  /** A warning only for what its namespace asks to be warned of, or what could not be tried. @default error */
  readonly severity?: 'error' | 'warning';
}

/** A rule about one object on its own. Pure; takes any data for an object without throwing. */
export interface ObjectRule extends Rule {
  /**
   * `<group>/<Kind>`s, all objects with pods, or those that a quick look finds; the rule has nothing to say about others.
   * @default - every object
   */
  readonly appliesTo?: ReadonlySet<string> | 'pods' | ((manifest: Manifest, context: Context) => boolean);
  readonly check: (manifest: Manifest, context: Context) => Iterable<Finding>;
}

/** What a rule about objects together finds wrong with one of them. */
export type TreeFinding = readonly [Manifest, Finding];

/** A rule about objects together. Pure as well. */
export interface TreeRule extends Rule {
  readonly checkTree: (tree: readonly Manifest[], context: Context) => Iterable<TreeFinding>;
}
