import type { Delivery } from '../../pipeline/environment/types';
import type { Manifest } from '../component';

/**
 * Objects whose removal loses data: an engine must never remove them on its own, not even when a folder or a whole
 * environment disappears from Git.
 */
export function holdsData(manifest: Manifest): boolean {
  const spec = manifest.spec as { refreshPolicy?: string; volumeClaimTemplates?: unknown[] } | undefined;
  switch (manifest.kind) {
    case 'Namespace':
    case 'PersistentVolumeClaim':
    case 'CustomResourceDefinition':
      return true;
    case 'StatefulSet':
      return (spec?.volumeClaimTemplates?.length ?? 0) > 0;
    case 'Cluster':
      return manifest.apiVersion.startsWith('postgresql.cnpg.io/');
    case 'ExternalSecret':
      // The only copy of a generated value.
      return spec?.refreshPolicy === 'CreatedOnce';
    default:
      return false;
  }
}

/** The annotations that keep an engine from removing an object. */
const guard: Record<Delivery['engines'][number], Record<string, string>> = {
  argocd: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
  flux: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
};

/** Whether an object is a Job that waits to be told to run. */
export function isSuspendedJob({ kind, spec }: Manifest): boolean {
  return kind === 'Job' && (spec as { suspend?: boolean }).suspend === true;
}

/** Adds what the engines have to know about an object: when its turn is, and that it must stay. */
export function decorate(manifest: Manifest, wave: number, { engines }: Delivery): Manifest {
  const annotations = {
    ...(engines.includes('argocd') && { 'argocd.argoproj.io/sync-wave': String(wave) }),
    // Argo CD would wait for it for ever, see argo-cd#10600.
    ...(engines.includes('argocd') && isSuspendedJob(manifest) && { 'argocd.argoproj.io/hook': 'Skip' }),
    ...(holdsData(manifest) && Object.assign({}, ...engines.map((engine) => guard[engine]))),
  };
  if (Object.keys(annotations).length === 0) return manifest;
  const { annotations: own, ...metadata } = manifest.metadata;
  return { ...manifest, metadata: { annotations: { ...own, ...annotations }, ...metadata } };
}
