/** When something exists; nothing said means that it always does. */
export interface Lifetime {
  readonly 'x-since'?: number;
  readonly 'x-until'?: number;
}

/** Why a minor does not have it; undefined when it does. */
export function absence(lifetime: Lifetime, minor: number): 'not-yet' | 'removed' | undefined {
  if ((lifetime['x-since'] ?? 0) > minor) return 'not-yet';
  return (lifetime['x-until'] ?? Infinity) < minor ? 'removed' : undefined;
}

/** For a field of another minor. */
export function absentFieldMessage(name: string, lifetime: Lifetime, minor: number): string {
  return `"${name}" ${absenceText(lifetime, minor)}; the cluster is 1.${minor}, so remove it`;
}

/** `exists from Kubernetes 1.30`, or `was removed in Kubernetes 1.25`. */
export function absenceText({ 'x-since': since = 0, 'x-until': until = 0 }: Lifetime, minor: number): string {
  return since > minor ? `exists from Kubernetes 1.${since}` : `was removed in Kubernetes 1.${until + 1}`;
}
