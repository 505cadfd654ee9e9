import { Quantity, type ResourceRequirements } from './k8s';

/** Plain amounts (`{ cpu: '500m' }`) as the typed quantities that cdk8s wants. */
export function quantities(amounts: Readonly<Record<string, string>>): Record<string, Quantity> {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, Quantity.fromString(amount)]));
}

/** What a container reserves and may use, from plain amounts. */
export function resources(spec: {
  readonly requests: Readonly<object>;
  readonly limits: Readonly<object>;
}): ResourceRequirements {
  return { requests: quantities({ ...spec.requests }), limits: quantities({ ...spec.limits }) };
}

/** Thousandths of a core as people write them: whole cores without a unit. */
export function cores(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${Math.ceil(millis)}m`;
}

/** Small, fixed resources of a Job or helper that nobody needs to tune. */
export function smallResources(memory = '128Mi'): ResourceRequirements {
  return resources({ requests: { cpu: '20m', memory }, limits: { cpu: '500m', memory } });
}
