import { type Entry, Tree } from '../tree';
import { application, kustomization } from '../engine-kinds';

const engines = [
  { name: 'Argo CD', kind: application },
  { name: 'Flux', kind: kustomization },
] as const;

/** What the folder of an engine holds: its own kinds, and how it gets the credentials of what it reads. */
const ofEngines = /^(?:argoproj\.io|external-secrets\.io|[^/]*\.toolkit\.fluxcd\.io)\//;

/** A tree for both engines without the folder of the one that a cluster does not use; and what was left out. */
export function inUse(tree: Tree, isLive: (entry: Entry) => boolean): { tree: Tree; notes: readonly string[] } {
  const all = engines.map((engine) => ({ ...engine, entries: tree.ofKind(engine.kind) }));
  const live = all.filter(({ entries }) => entries.some(isLive));
  const idle = all.filter((engine) => engine.entries.length > 0 && !live.includes(engine));
  if (live.length === 0 || idle.length === 0) return { tree, notes: [] };
  const kept = new Set(live.flatMap(({ entries }) => entries.map(({ component }) => component)));
  const left = new Set(idle.flatMap(({ entries }) => entries.map(({ component }) => component)));
  // The folder of an engine has nothing else in it; any other is somebody's, whoever applies it.
  const isOwn = (folder: string) =>
    tree.entries.every(({ component, kind }) => component !== folder || ofEngines.test(kind));
  const folders = [...left].filter((component) => component !== '' && !kept.has(component) && isOwn(component)).sort();
  const entries = tree.entries.filter(({ component }) => !folders.includes(component));
  const who = live.map(({ name }) => name).join(' and ');
  return {
    tree: new Tree(tree.name, entries, tree.index, tree.isCopy),
    notes: folders.map((folder) => `${folder}/ is left out: the cluster uses ${who}`),
  };
}
