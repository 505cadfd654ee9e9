import type { Context } from '../rule';

/**
 * Something outside the tree that objects in it may refer to. With a list of these, even an empty one, the tree and the
 * list are all there is; without, only namespaces that the tree itself holds are known well enough to miss things in.
 */
export interface ExternalObject {
  /** `IngressClass`, `Gateway`, `ClusterIssuer`, `Pod`, … */
  readonly kind: string;
  /** Left out for kinds without, and for every namespace. */
  readonly namespace?: string;
  /** Left out for all of them. */
  readonly name?: string;
  /** Labels, for pods that network policies select. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What the environment says is there besides the tree; undefined when nobody says. */
export function externalsOf(context: Context): readonly ExternalObject[] | undefined {
  return (context as Context & { readonly external?: readonly ExternalObject[] }).external;
}
