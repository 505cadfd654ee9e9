import { type Data, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { productsOf } from '../../kubernetes/products';
import type { Link } from '../objects/links';
import type { Difference } from './match';
import { wordsOf } from './paths';
import { type Entry, idOf, type Tree } from './tree';

/** A ConfigMap or Secret whose content changes, and why. */
export interface ChangedInput {
  /** `/ConfigMap` or `/Secret`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Keys that have another value; undefined when any may. */
  readonly keys: ReadonlySet<string> | undefined;
  /** Who makes it, when it does not stand in the tree itself: `ExternalSecret login`. */
  readonly maker?: string;
}

/** Everything that pods may read and that has another content. */
export class ChangedInputs {
  private readonly byId = new Map<string, ChangedInput>();

  constructor(differences: readonly Difference[]) {
    for (const difference of differences) for (const input of changedBy(difference)) this.byId.set(idOf(input), input);
  }

  get all(): ChangedInput[] {
    return [...this.byId.values()];
  }

  find(kind: string, namespace: string, name: string): ChangedInput | undefined {
    return this.byId.get(idOf({ kind, namespace, name }));
  }

  /** What the pods of a workload read of it, in words: `ConfigMap app key LEVEL`. */
  readBy(workload: Entry, tree: Tree): string[] {
    const { pod } = workload.manifest;
    const links = tree.links.from.get(workload.manifest) ?? [];
    const found = links.flatMap((link) => {
      const { to, namespace, name, path } = link;
      const input = this.find(to, namespace, name);
      const isOfPod = pod !== undefined && pod.path.every((step, index) => path[index] === step);
      return input && isOfPod ? wordsFor(input, keysRead(link, pod.spec)) : [];
    });
    return [...new Set(found)].sort();
  }
}

/** Keys that a link reads; none for all. A volume that is only mounted file by file is read by no other file of it. */
function keysRead({ keys, path }: Link, spec: Data): string[] {
  const place = path.indexOf('volumes');
  const volume = place < 0 ? undefined : mapsOf(spec.volumes)[Number(path[place + 1])]?.item;
  // Items give files other names than keys, and sources that are projected together have files of one another.
  if (!volume || keys.length > 0 || volume.projected !== undefined) return keys.map(({ key }) => key);
  const mounts = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((sort) =>
    mapsOf(spec[sort]).flatMap(({ item }) => mapsOf(item.volumeMounts).map((mount) => mount.item)),
  );
  const files = mounts.filter(({ name }) => name === volume.name).map(({ subPath }) => textOf(subPath));
  return files.includes(undefined) ? [] : files.flatMap((file) => file ?? []);
}

function wordsFor({ kind, name, keys, maker }: ChangedInput, read: readonly string[]): string[] {
  const title = `${kind.slice(1)} ${name}`;
  const by = maker === undefined ? '' : ` through ${maker}`;
  if (!keys) return [`${title}${by}`];
  const shared = [...keys].filter((key) => read.length === 0 || read.includes(key));
  return shared.map((key) => `${title} key ${key}${by}`);
}

function changedBy(difference: Difference): ChangedInput[] {
  const { before, after, type } = difference;
  const entry = after ?? before;
  if (!entry || type === 'remove') return [];
  const { kind, namespace, name } = entry;
  if (kind === '/ConfigMap' || kind === '/Secret') return [{ kind, namespace, name, keys: keysOf(difference) }];
  const own = productsOf(kind, entry.manifest.object).filter((product) => /^\/(ConfigMap|Secret)$/.test(product.kind));
  const maker = `${kind.slice(kind.indexOf('/') + 1)} ${name}`;
  const keys = kind === 'external-secrets.io/ExternalSecret' ? externalKeys(difference) : undefined;
  // What is not in its specification, such as a label, makes no other value.
  if (type === 'change' && !difference.fields.some(({ path }) => path[0] === 'spec')) return [];
  return own.map((product) => ({
    kind: product.kind,
    namespace: product.namespace ?? namespace,
    name: product.name,
    keys,
    maker,
  }));
}

function keysOf({ type, after, fields }: Difference): ReadonlySet<string> {
  const contents = ['data', 'binaryData'];
  if (type === 'add') return new Set(contents.flatMap((field) => Object.keys(mapOf(after.manifest.object[field]))));
  const changed = fields.flatMap(({ path, from, to }) => {
    const [field = '', key] = wordsOf(path);
    if (!contents.includes(field)) return [];
    return key === undefined ? [...Object.keys(mapOf(from)), ...Object.keys(mapOf(to))] : [key];
  });
  return new Set(changed);
}

/** Keys of `data` or of the template that change; undefined when something changes that concerns all. */
function externalKeys({ type, fields }: Difference): ReadonlySet<string> | undefined {
  if (type !== 'change') return undefined;
  const relevant = fields.filter(({ path }) => path[0] === 'spec' && path[1] !== 'refreshInterval');
  const keys = relevant.map(({ path }) => {
    const words = wordsOf(path);
    if (words[1] === 'data') return words[2];
    return words.slice(1, 4).join('.') === 'target.template.data' ? words[4] : undefined;
  });
  return keys.includes(undefined) ? undefined : new Set(keys.flatMap((key) => key ?? []));
}
