import type { Data } from '../../../../kubernetes/access';

/** An object that a rule must find fault with, and the field where. */
export interface FailingCase {
  readonly rule: string;
  readonly at: string;
  readonly object: Data;
  /** Who refuses it: the API server, or only the operator that reads the object. */
  readonly refusedBy: 'server' | 'operator';
}

export interface Cases {
  readonly failing: readonly FailingCase[];
  /** Objects that no rule finds fault with; the API server takes each. */
  readonly passing: readonly Data[];
}

/** What the API server refuses. */
export function fails(rule: string, at: string, object: Data): FailingCase {
  return { rule, at, object, refusedBy: 'server' };
}

/** What the API server stores, but nobody can use. */
export function failsLater(rule: string, at: string, object: Data): FailingCase {
  return { rule, at, object, refusedBy: 'operator' };
}

/** Makes objects of a kind in a namespace; what is given is laid over it. */
export function objectsOf(apiVersion: string, kind: string, namespace: string | undefined = 'default') {
  return (fields: Data = {}): Data => ({
    apiVersion,
    kind,
    metadata: { name: 'web', ...(namespace !== '' && { namespace }) },
    ...fields,
  });
}
