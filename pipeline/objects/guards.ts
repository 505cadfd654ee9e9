import { type Data, mapOf, textOf } from '../../kubernetes/access';

/*
 * What objects say to Argo CD and Flux about leaving them alone. Sources: Argo CD's user guide (sync options); Flux's guide
 * to Kustomizations.
 */

/** Prefix of the labels and annotations that Flux' kustomize-controller reads. */
export const fluxPrefix = 'kustomize.toolkit.fluxcd.io/';

/** The sync options that an object has for Argo CD: `Prune=false`. */
export function syncOptionsOf(object: Data): string[] {
  const options = annotationOf(object, 'argocd.argoproj.io/sync-options') ?? '';
  return options.split(',').map((option) => option.trim());
}

/** The value of an option in a list of `NAME=VALUE`. */
export function optionOf(options: readonly unknown[], name: string): string | undefined {
  const found = options.map(String).find((option) => option.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

/** Whether Flux neither removes an object nor looks after it. Labels and annotations count alike. */
export function isFluxGuarded(object: Data): boolean {
  return ['prune', 'reconcile'].some((name) =>
    [annotationOf, labelOf].some((read) => read(object, `${fluxPrefix}${name}`)?.toLowerCase() === 'disabled'),
  );
}

/** What keeps an object in the cluster when it is no longer in its tree, whoever applies that. */
export function pruneGuardOf(object: Data): string | undefined {
  if (optionOf(syncOptionsOf(object), 'Prune') === 'false') return 'Prune=false';
  return isFluxGuarded(object) ? 'prune: disabled' : undefined;
}

/** An annotation that is a text. */
export function annotationOf(object: Data, name: string): string | undefined {
  return textOf(mapOf(mapOf(object.metadata).annotations)[name]);
}

/** A label that is a text. */
export function labelOf(object: Data, name: string): string | undefined {
  return textOf(mapOf(mapOf(object.metadata).labels)[name]);
}
