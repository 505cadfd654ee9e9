import path from 'node:path';
import { type RenderedFolder, render } from '../../charts';
import type { Manifest } from '../../charts/component';
import { readEnvironment } from '../../settings/read';
import type { Environment } from '../../settings/types';

export const ROOT = path.resolve(__dirname, '../..');

type Changes<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Changes<T[K]> } : T;

/** A committed environment, with some of its settings changed; lists are replaced, maps are merged. */
export function environment(name: string, changes: Changes<Environment> = {}): Environment {
  return merge(committed(name), changes) as Environment;
}

const committed = once((name: string): Environment => {
  const result = readEnvironment(name, path.join(ROOT, 'environments', `${name}.yaml`));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.environment;
});

/** A function whose results are kept as JSON, so that no test sees what another one did to them. */
function once<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, string>();
  return (key) => {
    const text = made.get(key) ?? JSON.stringify(make(key));
    made.set(key, text);
    return JSON.parse(text) as T;
  };
}

function merge(base: unknown, changes: unknown): unknown {
  const isMap = (value: unknown): value is Record<string, unknown> =>
    value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isMap(base) || !isMap(changes)) return changes;
  const changed = Object.entries(changes).map(([key, value]) => [key, merge(base[key], value)]);
  return { ...base, ...Object.fromEntries(changed) };
}

const rendered = new Map<string, RenderedFolder[]>();

/** What an environment renders; frozen, so that no test sees what another one did to it. */
export function folders(env: Environment): RenderedFolder[] {
  const key = JSON.stringify(env);
  const made = rendered.get(key) ?? frozen(render(JSON.parse(key) as Environment));
  rendered.set(key, made);
  return made;
}

function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object') Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Everything an environment renders, or one folder of it. */
export function manifests(env: Environment, folder?: string): Manifest[] {
  return folders(env)
    .filter(({ name }) => folder === undefined || name === folder)
    .flatMap((rendered) => rendered.manifests);
}

/** The only object of a kind and name in a folder. */
export function manifest(env: Environment, folder: string, kind: string, name: string): Manifest {
  const found = manifests(env, folder).filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1 || !found[0]) throw new Error(`${folder} has ${found.length} ${kind} called ${name}`);
  return found[0];
}
