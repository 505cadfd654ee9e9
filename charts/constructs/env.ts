import type { EnvVar } from './k8s';

/**
 * Plain variables, sorted by name, as a container's `env`. Later maps win over earlier ones. One that is empty has no
 * value: the API server would leave it out.
 */
export function variables(...maps: Readonly<Record<string, string>>[]): EnvVar[] {
  return Object.entries(Object.assign({}, ...maps) as Record<string, string>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? { name } : { name, value }));
}

/** Variables read from keys of one Secret; a variable carries the name of its key unless `names` maps it. */
export function secretVariables(secret: string, keys: readonly string[], names: Record<string, string> = {}): EnvVar[] {
  return keys.map((key) => ({ name: names[key] ?? key, valueFrom: { secretKeyRef: { name: secret, key } } }));
}
