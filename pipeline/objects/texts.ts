import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { containersOf, type PodView, recordOf } from '../../kubernetes/kinds';
import type { Manifest } from './manifest';
import type { Link } from './links';

/** A text that reaches a pod, and where it is written. */
export interface PodText {
  readonly from: Manifest;
  readonly path: FieldPath;
  readonly text: string;
  /** Name and siblings, for the value of an environment variable. */
  readonly variable?: { readonly name: string; readonly of: ReadonlyMap<string, string> };
}

/** What the containers of a pod have in commands, arguments and variables. */
export function textsOfPod(from: Manifest, pod: PodView): PodText[] {
  const found: PodText[] = [];
  for (const { container, path } of containersOf(pod)) {
    for (const field of ['command', 'args']) addLeaves(from, container[field], [...path, field], found);
    const literals = mapsOf(container.env).flatMap(({ item, index }) => {
      const [name, text] = [textOf(item.name), textOf(item.value)];
      return name === undefined || text === undefined ? [] : [{ name, text, index }];
    });
    const of = new Map(literals.map(({ name, text }) => [name, text]));
    for (const { name, text, index } of literals) {
      found.push({ from, path: [...path, 'env', index, 'value'], text, variable: { name, of } });
    }
  }
  return found;
}

/** What whoever runs pods for an object is told in it. */
export function textsOfOperated(from: Manifest): PodText[] {
  return leaves(from, from.object.spec, ['spec']);
}

/** What is written in an object that a link leads to; only under the keys it asks for, when it asks for some. */
export function textsBehind({ target, keys }: Link, kind: string): PodText[] {
  const path = recordOf(kind).texts;
  if (!target?.manifest || !path) return [];
  let value: unknown = target.manifest.object;
  for (const step of path) value = mapOf(value)[String(step)];
  const found: PodText[] = [];
  if (keys.length === 0 || typeof value !== 'object') return leaves(target.manifest, value, path);
  for (const { key } of keys) addLeaves(target.manifest, (mapOf(value) as Data)[key], [...path, key], found);
  return found;
}

/** All texts below a value. */
function leaves(from: Manifest, value: unknown, path: FieldPath): PodText[] {
  const found: PodText[] = [];
  addLeaves(from, value, [...path], found);
  return found;
}

/** The same; `here` is where the value stands, and only copied for what is found. */
function addLeaves(from: Manifest, value: unknown, here: (string | number)[], found: PodText[]): void {
  if (typeof value === 'string') found.push({ from, path: [...here], text: value });
  if (value === null || typeof value !== 'object' || here.length > 40) return;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) {
    here.push(key);
    addLeaves(from, (value as Data)[key], here, found);
    here.pop();
  }
}
