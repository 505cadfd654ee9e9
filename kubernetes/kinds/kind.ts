import type { Data, FieldPath } from '../access';
import type { PodPort } from '../pod-ports';
import type { ReferenceField } from '../reference-field';
import type { Labels } from '../selector';
import type { FactTable } from './fields';

/** The kinds of an API group, by their names. */
export interface Group {
  /** Empty for the core group. */
  readonly name: string;
  /** The operator that brings it with its installation (the CustomResourceDefinitions of its releases). */
  readonly operator?: string;
  /** Whether its kinds may make things that nobody here knows of. @default false */
  readonly opaque?: true;
  readonly kinds: Readonly<Record<string, Kind>>;
}

/** All that is known about a kind; what is left out is what most kinds are like. Paths are those of the object. */
export interface Kind {
  /** Whether its objects live outside any namespace. @default false */
  readonly clusterScoped?: true;
  /** What it asks of the names of its objects. @default subdomain */
  readonly names?: NameSyntax;
  /** Whether every cluster, or every namespace, has an object of this name. @default none */
  readonly builtIn?: (name: string, namespace: string) => boolean;

  /** Whether controllers make its objects, many of them, and people hardly ever do. @default false */
  readonly made?: true;

  /** Where the template of the pods that it makes stands; a Pod is its own. */
  readonly podTemplate?: FieldPath;
  /** The pods that an operator makes for it, from something other than a template. */
  readonly operated?: Operated;
  /** Whether it makes pods that nobody here knows. @default as its group */
  readonly makesUnknownPods?: true;
  /** Fields of the specification on whose change its pods are made anew. */
  readonly restarts?: readonly string[];
  /** Fields with images, besides those of its pod template. */
  readonly images?: readonly string[];

  /** Fields that name other objects, besides those of its pod template. */
  readonly references?: readonly ReferenceField[];
  /** Where a route names the Services behind it; `ref` is the newer shape, with the port beside the name. */
  readonly backends?: readonly { readonly path: string; readonly shape: 'ingress' | 'ref' }[];
  /** What somebody else makes for it. */
  readonly products?: (object: Data, name: string) => readonly Product[];
  /** Namespaces into which it brings things that stand nowhere in the tree. */
  readonly fills?: (spec: Data, object: Data) => readonly string[];
  /** Where it keeps texts that reach the pods that read it. */
  readonly texts?: FieldPath;
  /** Whether it has an engine bring a tree into a cluster. @default false */
  readonly delivers?: true;

  /** Defaults, keys of lists, lists in any order. */
  readonly fields?: FactTable;
  /** Fields that the API server, or the operator's webhook, does not let anybody change. */
  readonly immutable?: readonly ImmutableField[];
  /** Fields with the sizes of volumes, which never shrink. */
  readonly volumeSizes?: readonly string[];
  /** The field with the image of a database, whose major version never falls. */
  readonly databaseImage?: string;
  /** Durations below the specification, and the form in which its operator reads them. */
  readonly durations?: { readonly form: 'flux' | 'gateway' | 'go'; readonly fields: readonly string[] };
  /** Fields with secret values; what is below them is hidden. */
  readonly secretFields?: readonly string[];

  /** What is lost for good when an object is deleted; undefined when nothing is. */
  readonly lost?: (spec: Data) => string | undefined;
  /** What holds the data stays nevertheless, in words; undefined where it goes as well. */
  readonly leaves?: (spec: Data) => string | undefined;
  /** The field below the specification that says whether what it stands for goes with it, and what that is. */
  readonly reclaims?: { readonly field: string; readonly what: string };
  /** Whether a copy under another name has none of what the old one holds. */
  readonly startsEmpty?: (spec: Data) => boolean;
  /** How long it keeps something. */
  readonly keeps?: Retention;
  /**
   * When Flux may take it for ready, as CEL over the object. Argo CD judges these kinds by scripts of its own; Flux
   * takes a custom resource for ready as long as its operator has not written a status, unless it is told; while an
   * expression refers to a status that is not there yet, it waits
   * (https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions, Flux 2.5 or newer).
   */
  readonly readyForFlux?: string;
}

/** What a kind asks of the names of its objects. */
export type NameSyntax = 'subdomain' | 'label' | 'label-1035' | 'path-segment' | 'any';

/** An object that somebody else makes for an object in the tree. */
export interface Product {
  /** `<group>/<Kind>`. */
  readonly kind: string;
  readonly name: string;
  /** Unset: the maker's; `*` for every one. */
  readonly namespace?: string;
  /** Unset: not known, so that any key may be there. */
  readonly keys?: readonly string[];
}

/** A field that cannot change. */
export interface ImmutableField {
  readonly field: string;
  /** Fields below it that may change. */
  readonly except?: readonly string[];
  /** @default - always; `old` and `current` are whole objects */
  readonly when?: (old: Data, current: Data) => boolean;
}

/** All of the specification but these fields below it, their names parted by blanks. */
export function allOfSpecBut(fields: string): ImmutableField {
  return { field: 'spec', except: fields.split(' ').map((field) => `spec.${field}`) };
}

/** For how long something is kept. */
export interface Retention {
  readonly field: string;
  readonly what: string;
  /** Days of a setting, also of none at all; not a number when it is no such setting. */
  readonly days: (setting: unknown) => number;
}

/** The pods that an operator makes for an object. */
export interface Operated {
  /** How many there are; null where they follow the nodes. */
  readonly count: (spec: Data) => number | null;
  /** Who they are on the network. @default not known */
  readonly network?: (object: Data, name: string) => OperatedNetwork;
  /** What they reserve; `others` is where the rest of the settings may be. @default not known */
  readonly pod?: (spec: Data, object: Data, others: readonly Data[]) => OperatedPod;
  /** What a roll-out interrupts even when there are several. */
  readonly handover?: string;
}

/** Labels and ports of the pods, and the Services that the operator makes for them. */
export interface OperatedNetwork {
  readonly pods: { readonly labels: Labels; readonly ports: readonly PodPort[] };
  readonly services: readonly OperatedService[];
}

/** A Service that an operator makes for an object. */
export interface OperatedService {
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string | number }[];
}

/** Containers with what they reserve and may use, nothing else of the pod; and the volume claims of each pod. */
export interface OperatedPod {
  readonly containers: readonly Data[];
  readonly initContainers: readonly Data[];
  readonly claims: number;
}

/** A condition, as CEL, that says that what the object describes is there. */
export function condition(type: string): string {
  return `status.conditions.exists(e, e.type == '${type}' && e.status == 'True')`;
}
