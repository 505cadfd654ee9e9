/** Something outside a tree that objects in it may refer to. */
export interface ExternalObject {
  /** `IngressClass`, `Gateway`, `ClusterIssuer`, `Pod`, …; `CustomResourceDefinition` for a whole group of kinds. */
  readonly kind: string;
  /** API group of the kind, empty for the core. @default - whichever has the kind */
  readonly group?: string;
  /** Left out for kinds without, and for every namespace. */
  readonly namespace?: string;
  /** Left out for all of them. */
  readonly name?: string;
  /** Labels, for pods that network policies select. */
  readonly labels?: Readonly<Record<string, string>>;
}
