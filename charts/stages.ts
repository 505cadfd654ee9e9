import type { Component } from './component';

/** A component's place in the roll-out of one environment. */
export interface Stage {
  readonly component: string;

  /** Present components that must be ready first; what stands behind an absent one is taken in its place. */
  readonly dependsOn: readonly string[];

  /** Longest way from the ground: everything of a lower wave is ready before this one starts. */
  readonly wave: number;
}

/**
 * Order from the one place that knows it, each component's `after`. Both delivery engines read this and nothing else.
 * Throws on a cycle or an unknown name, which are mistakes in `charts/`.
 */
export function stagesOf(all: readonly Component[], isPresent: (component: Component) => boolean): Stage[] {
  const byName = new Map(all.map((component) => [component.name, component]));
  const get = (name: string): Component => {
    const component = byName.get(name);
    const waiting = all.filter(({ after }) => after.includes(name)).map((other) => `'${other.name}'`);
    if (!component) throw new Error(`${waiting.join(' and ')} is after '${name}', which does not exist`);
    return component;
  };
  const present = (name: string): string[] => {
    const component = get(name);
    return isPresent(component) ? [name] : component.after.flatMap(present);
  };
  const isBehind = (name: string, before: string): boolean =>
    get(name).after.some((one) => one === before || isBehind(one, before));
  // What is taken in the place of an absent one is said only where nothing else says it.
  const awaited = ({ after }: Component): string[] => {
    const own = after.filter((name) => isPresent(get(name)));
    const instead = after.filter((name) => !own.includes(name)).flatMap(present);
    return [...own, ...instead.filter((name) => !own.some((one) => isBehind(one, name)))];
  };
  const waves = new Map<string, number>();
  const wave = (name: string, path: readonly string[]): number => {
    if (path.includes(name)) throw new Error(`components wait for each other: ${[...path, name].join(' → ')}`);
    const known = waves.get(name);
    if (known !== undefined) return known;
    const value = Math.max(-1, ...get(name).after.map((before) => wave(before, [...path, name]))) + 1;
    waves.set(name, value);
    return value;
  };
  return all.filter(isPresent).map((component) => ({
    component: component.name,
    dependsOn: [...new Set(awaited(component))].sort(),
    wave: wave(component.name, []),
  }));
}
