import path from 'node:path';
import { mapOf, textOf } from '../../kubernetes/access';
import { groupOf } from '../../kubernetes/kinds';
import { inNewShape } from '../../kubernetes/older-shapes';
import { movedKind } from '../../kubernetes/removed-apis';
import { textsOf } from '../../kubernetes/reference-field';
import { readManifest, type ReadManifests } from '../objects/read';
import { type Link, type Links, linksOf } from '../objects/links';
import { type Graph, graphOf } from '../objects/graph';
import { type Manifest, manifestsOf } from '../objects/manifest';
import { exactYaml } from '../yaml/kubernetes';
import type { ObjectName, Problem } from '../problem';
import type { EnvironmentFiles } from './source/environments';
import type { Content, Files } from './source/files';

/** An object of a tree. */
export interface Entry {
  readonly manifest: Manifest;
  /** `<group>/<Kind>`, as it is called today. */
  readonly kind: string;
  /** Empty outside any namespace. */
  readonly namespace: string;
  readonly name: string;
  /** Folder below the environment; empty for objects directly in it. */
  readonly component: string;
}

/** One environment, read. */
export class Tree {
  private readonly manifests: readonly Manifest[];
  /** Folders with objects. */
  readonly components: ReadonlySet<string>;
  private readonly byId: ReadonlyMap<string, Entry>;
  private readonly byKind = new Map<string, Entry[]>();
  private readonly byManifest = new Map<Manifest, Entry>();
  private byTarget: Map<string, Entry[]> | undefined;
  private byTo: Map<Manifest, Link[]> | undefined;

  constructor(
    readonly name: string,
    readonly entries: readonly Entry[],
    /** Folders that the environment's index lists; undefined when it has none, so that all count. */
    readonly index: ReadonlySet<string> | undefined,
    /** Whether the folder stands alone, so that its name is none that others know. */
    readonly isCopy: boolean,
  ) {
    this.components = new Set(entries.map(({ component }) => component));
    this.manifests = entries.map(({ manifest }) => manifest);
    this.byId = new Map(entries.map((entry) => [idOf(entry), entry]));
    for (const entry of entries) {
      this.byManifest.set(entry.manifest, entry);
      add(this.byKind, entry.kind, entry);
    }
  }

  find(kind: string, namespace: string, name: string): Entry | undefined {
    return this.byId.get(idOf({ kind, namespace, name }));
  }

  ofKind(kind: string): readonly Entry[] {
    return this.byKind.get(kind) ?? [];
  }

  /** The entries of manifests, as other parts of the program know objects. */
  entriesOf(manifests: Iterable<Manifest>): Entry[] {
    return [...new Set(manifests)].flatMap((manifest) => this.byManifest.get(manifest) ?? []);
  }

  /** Who names an object of this kind, whether it is there or not. */
  readersOf({ kind, namespace, name }: Pick<Entry, 'kind' | 'namespace' | 'name'>): readonly Entry[] {
    if (!this.byTarget) {
      this.byTarget = new Map();
      for (const { to, namespace: where, name: target, from, optional } of this.links.all) {
        const reader = this.byManifest.get(from);
        if (reader && !optional) add(this.byTarget, idOf({ kind: to, namespace: where, name: target }), reader);
      }
    }
    return [...new Set(this.byTarget.get(idOf({ kind, namespace, name })))];
  }

  /** What refers to an object, or to what is made for it. */
  linksTo(manifest: Manifest): readonly Link[] {
    if (!this.byTo) {
      this.byTo = new Map();
      for (const link of this.links.all) if (link.target?.manifest) add(this.byTo, link.target.manifest, link);
    }
    return this.byTo.get(manifest) ?? [];
  }

  /** Who refers to whom; found when first asked for. */
  get links(): Links {
    return linksOf(this.manifests);
  }

  get graph(): Graph {
    return graphOf(this.manifests);
  }
}

function add<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** Whatever its version, an object is known by group, kind, namespace and name. */
export function idOf({ kind, namespace, name }: Pick<Entry, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}\0${namespace}\0${name}`;
}

/** How reports name an object. */
export function referenceTo({ manifest, namespace, name }: Entry): ObjectName {
  const apiVersion = textOf(manifest.object.apiVersion) ?? '';
  const kind = textOf(manifest.object.kind) ?? '';
  return { apiVersion, kind, ...(namespace !== '' && { namespace }), name };
}

/** Files that were read before, by content: two trees share most of theirs. */
export type Shelf = Map<string, { readonly bytes: Buffer; readonly manifests: readonly Manifest[] }>;

type Read = Readonly<Pick<ReadManifests, 'problems'>> & { readonly manifests: readonly Manifest[] };

/** The objects of an environment, and what could not be read; an object that stands twice counts once. */
export function readTree(
  { name, files, isAlone }: EnvironmentFiles,
  shelf: Shelf,
  folder: string,
): { tree: Tree; problems: Problem[] } {
  const problems: Problem[] = [];
  const entries = new Map<string, Entry>();
  for (const file of [...files.keys()].sort()) {
    const read = readOnce(file, files.get(file) as Content, shelf, folder);
    problems.push(...read.problems);
    const component = file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
    for (const manifest of read.manifests) {
      const entry = entryOf(manifest, component);
      if (entry.kind.endsWith('/')) problems.push(noObject(manifest));
      if (!entries.has(idOf(entry))) entries.set(idOf(entry), entry);
    }
  }
  return { tree: new Tree(name, [...entries.values()], indexOf(files), isAlone), problems };
}

/** The objects of a file: those known of the same bytes, those just rendered, or what the bytes say. */
function readOnce(file: string, { bytes, object }: Content, shelf: Shelf, folder: string): Read {
  const kept = shelf.get(file);
  if (kept?.bytes.equals(bytes)) return { manifests: kept.manifests, problems: [] };
  const name = `${folder}/${file}`;
  const read = object
    ? { manifests: manifestsOf(name, bytes.toString('utf8'), object), problems: [] }
    : readManifest(name, bytes, exactYaml);
  shelf.set(file, { bytes, manifests: read.manifests });
  return read;
}

/** A manifest of a folder as an object of a tree. */
export function entryOf(read: Manifest, component: string): Entry {
  const object = inNewShape(read.object);
  const manifest = object === read.object ? read : { ...read, object };
  const { apiVersion, kind, metadata } = manifest.object;
  const { namespace, name, generateName } = mapOf(metadata);
  return {
    manifest,
    kind: movedKind(`${groupOf(textOf(apiVersion) ?? '')}/${textOf(kind) ?? ''}`),
    namespace: textOf(namespace) ?? '',
    name: textOf(name) ?? textOf(generateName) ?? '',
    component,
  };
}

function noObject({ file }: Manifest): Problem {
  const message = 'is no Kubernetes object, because it has no kind; move it out of the tree';
  return { rule: 'schema/unreadable', severity: 'error', file, line: 1, column: 1, path: 'kind', message };
}

/** The folders that an environment's own kustomization lists. */
function indexOf(files: Files): ReadonlySet<string> | undefined {
  const content = files.get('kustomization.yaml');
  // Under another name, because an index is no object to the reader of manifests.
  const [index] = content ? readManifest('index.yaml', content.bytes).manifests : [];
  return index && new Set(textsOf(index.object.resources).map((resource) => path.posix.normalize(resource)));
}
