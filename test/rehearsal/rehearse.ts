import { render } from '../../charts';
import type { Environment } from '../../settings/types';
import { type Outcome, syncArgo } from './argocd';
import { Cluster, type Item, type Tree, type Troubles } from './cluster';
import { type Memory, reconcileFlux } from './flux';

/**
 * What has to be ready before what is touched, from the platform's guide and not from the charts: database, migrations,
 * policies, services, checks.
 */
export const required: readonly (readonly [string, string])[] = [
  ['platform', 'secrets'],
  ['platform', 'image-policy'],
  // A pod from before the policy runs an image that nobody verified.
  ['image-policy', 'bkg-db-migration'],
  ['image-policy', 'cave-kernel'],
  ['secrets', 'object-storage'],
  ['secrets', 'secret-store-backup'],
  ['secrets', 'telemetry'],
  ['object-storage', 'bkg-db'],
  ['bkg-db', 'bkg-db-migration'],
  ['bkg-db-migration', 'bkg-db-policies'],
  ['bkg-db-policies', 'cave-daemon'],
  ['bkg-db-policies', 'key-rotation'],
  ['telemetry', 'cave-kernel'],
  ['secrets', 'cave-node'],
  ['cave-kernel', 'cave-daemon'],
  ['cave-daemon', 'admin-ui'],
  ['cave-daemon', 'web-app'],
  ['cave-daemon', 'audit'],
  ['admin-ui', 'monitoring'],
  ['web-app', 'monitoring'],
  ['monitoring', 'checks'],
];

/** The ways in which the platform is delivered; Flux looks at its Kustomizations in any order. */
export const engines = ['argocd', 'flux', 'flux, in another order'] as const;
export type Engine = (typeof engines)[number];

/** What happened in one cluster, commit after commit. */
export interface Rehearsal {
  readonly outcomes: readonly Outcome[];
  /** `a → b: key`: something of `a` was not ready when something of `b` was touched. */
  readonly violations: readonly string[];
  readonly cluster: Cluster;
}

/** What an environment renders, as one commit. */
export function treeOf(env: Environment): Tree {
  const folders = render(env);
  const items = folders
    .filter(({ reconciled }) => reconciled)
    .flatMap(({ name, manifests }) =>
      manifests.map((manifest): Item => {
        const { namespace = '', name: own } = manifest.metadata;
        const key = `${manifest.apiVersion.split('/')[0]} ${manifest.kind} ${namespace}/${own}`;
        return { key, component: name, manifest, version: JSON.stringify(manifest) };
      }),
    );
  const delivery = folders.filter(({ reconciled }) => !reconciled).map(({ name, manifests }) => [name, manifests]);
  return { items, delivery: Object.fromEntries(delivery) };
}

/** Lets an engine deliver one commit after another to a cluster. */
export function rehearse(engine: Engine, trees: readonly Tree[], troubles: Troubles = {}): Rehearsal {
  const cluster = new Cluster(troubles);
  const memory: Memory = new Map();
  const violations: string[] = [];
  const outcomes = trees.map((tree) => {
    cluster.watch = (item) => violations.push(...unready(cluster, tree, item));
    if (engine === 'argocd') return syncArgo(cluster, tree);
    return reconcileFlux(cluster, tree, memory, engine === 'flux' ? 1 : -1);
  });
  return { outcomes, violations: [...new Set(violations)], cluster };
}

/** Objects that had to be ready before this one was touched, directly or further back, and are not. */
function unready(cluster: Cluster, tree: Tree, { component, key }: Item): string[] {
  const before = predecessors(component);
  return tree.items
    .filter((item) => before.has(item.component) && !cluster.isReady(item) && !isNotWaitedFor(item))
    .map((item) => `${item.component} → ${component}: ${item.key} is not ready before ${key}`);
}

/** Kinds that neither engine has to wait for: their pods wait for them, or nobody needs them at once. */
function isNotWaitedFor({ manifest }: Item): boolean {
  return ['Ingress', 'HorizontalPodAutoscaler'].includes(manifest.kind);
}

const memo = new Map<string, Set<string>>();

function predecessors(component: string): Set<string> {
  const known = memo.get(component);
  if (known) return known;
  const direct = required.filter(([, after]) => after === component).map(([before]) => before);
  const all = new Set(direct.flatMap((name) => [name, ...predecessors(name)]));
  memo.set(component, all);
  return all;
}
