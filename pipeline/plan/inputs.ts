import { mapOf } from '../../kubernetes/access';
import { productsOf } from '../../kubernetes/products';
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
    const found = links.flatMap(({ to, namespace, name, keys, path }) => {
      const input = this.find(to, namespace, name);
      const isOfPod = pod !== undefined && pod.path.every((step, index) => path[index] === step);
      return input && isOfPod
        ? wordsFor(
            input,
            keys.map(({ key }) => key),
          )
        : [];
    });
    return [...new Set(found)].sort();
  }
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
