import type { ObjectName } from '../problem';

/**
 * What a change does, from harmless to impossible: nobody notices; no rule of ours says; pods roll; requests fail;
 * data or a namespace can be lost; the API server refuses it.
 */
export const risks = ['safe', 'unjudged', 'restart', 'disruptive', 'irreversible', 'refused'] as const;
export type Risk = (typeof risks)[number];

/** `replace` is a removal and an addition: a new name, or an object that the engine deletes and creates again. */
export type Action = 'add' | 'change' | 'replace' | 'remove';

/** A field with another value; null where there was, or is, none. */
export interface FieldChange {
  /** Keys with dots; items of lists by their key in brackets: `spec.template.spec.containers[web].image`. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What happens to one object. */
export interface Change {
  readonly object: ObjectName;
  /** The object that it takes the place of, when it has another name. */
  readonly was?: ObjectName;
  readonly component: string;
  readonly action: Action;
  readonly risk: Risk;
  /** The gravest first; lower case, no full stop. */
  readonly reasons: readonly string[];
  /** Reasons among them that let somebody do or reach more than before. */
  readonly widens: readonly string[];
  /** The rules that say so; docs/rules.md lists them. */
  readonly rules: readonly string[];
  readonly fields: readonly FieldChange[];
}

/** A workload whose pods are made anew. */
export interface Restart {
  readonly workload: ObjectName;
  /** Null where only the cluster knows: one for each node. */
  readonly pods: number | null;
  /** The inputs that cause it, such as `ConfigMap "app" key "LOG_LEVEL"`. */
  readonly because: readonly string[];
}

/** An image that takes another's place; null where there was, or is, none. */
export interface ImageChange {
  readonly component: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What happens to an environment. */
export interface EnvironmentPlan {
  readonly changes: readonly Change[];
  readonly restarts: readonly Restart[];
  readonly images: readonly ImageChange[];
}

/** The graver of two. */
export function worst(a: Risk, b: Risk): Risk {
  return risks.indexOf(a) > risks.indexOf(b) ? a : b;
}
