import type { Data } from '../../../kubernetes/access';
import type { Manner } from './manner';

/** A cluster that is asked and never written to. */
export interface Cluster {
  /** What messages call it: `cluster "prod"`. */
  readonly title: string;

  /** The `<group>/<Kind>`s that it has. */
  readonly kinds: ReadonlySet<string>;

  /** Those of some objects that are there, with their managed fields. */
  readonly read: (objects: readonly Data[]) => readonly Data[];

  /** What applying each object would make of it, or why the API server refuses that; in their order. */
  readonly dryRun: (objects: readonly Data[], manner: Manner) => readonly Answer[];

  /** Who is there: objects of every kind that somebody may delete, by a label selector, or all. */
  readonly list: (selector: string | undefined) => Listing;
}

/** What the API server says to an object: how it would be stored, or a sentence why it would not. */
export type Answer = { readonly object: Data } | { readonly refusal: string };

/** Objects with no more than what they are called and marked with. */
export interface Listing {
  readonly objects: readonly Data[];
  /** Resources that nobody may list, so that some objects are not known. */
  readonly unseen: readonly string[];
}
