import { at } from '../../kubernetes/access';
import { lostWith } from '../../kubernetes/data-holders';
import type { Delivery, Environment } from '../../settings/types';
import type { Manifest } from '../component';
import { digest } from '../constructs/digest';
import { databasePods } from '../places';

/**
 * Objects whose removal loses data: an engine must never remove them on its own, not even when a folder or a whole
 * environment disappears from Git.
 */
export function holdsData(manifest: Manifest): boolean {
  return lostWith({ ...manifest }) !== undefined;
}

/**
 * The network rules of a database server in the cluster. After a restore they are those of another server, and the old one
 * is kept for going back: without its own rules it would be cut off from its operator and its archive.
 */
function isPolicyOfServer({ kind, metadata, spec }: Manifest, env: Environment): boolean {
  const { namespace, podLabels } = databasePods(env);
  if (kind !== 'NetworkPolicy' || metadata.namespace !== namespace) return false;
  return digest(at(spec, ['podSelector', 'matchLabels']) ?? {}) === digest(podLabels);
}

/** The annotations that keep an engine from removing an object. */
const guard: Record<Delivery['engines'][number], Record<string, string>> = {
  argocd: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
  flux: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
};

/** Whether an object has them. */
export function isGuarded({ metadata }: Manifest): boolean {
  const has = ([name, value]: [string, string]) => metadata.annotations?.[name] === value;
  return Object.values(guard).some((annotations) => Object.entries(annotations).every(has));
}

/** Whether an object is a Job that waits to be told to run. */
export function isSuspendedJob({ kind, spec }: Manifest): boolean {
  return kind === 'Job' && (spec as { suspend?: boolean }).suspend === true;
}

/** Adds what the engines have to know about an object: when its turn is, and that it must stay. */
export function decorate(manifest: Manifest, wave: number, env: Environment): Manifest {
  const { engines } = env.delivery;
  const stays = holdsData(manifest) || isPolicyOfServer(manifest, env);
  const annotations = {
    ...(engines.includes('argocd') && { 'argocd.argoproj.io/sync-wave': String(wave) }),
    // Argo CD would wait for it for ever, see argo-cd#10600.
    ...(engines.includes('argocd') && isSuspendedJob(manifest) && { 'argocd.argoproj.io/hook': 'Skip' }),
    ...(stays && Object.assign({}, ...engines.map((engine) => guard[engine]))),
  };
  if (Object.keys(annotations).length === 0) return manifest;
  const { annotations: own, ...metadata } = manifest.metadata;
  return { ...manifest, metadata: { annotations: { ...own, ...annotations }, ...metadata } };
}
