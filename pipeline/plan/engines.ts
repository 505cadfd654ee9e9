import { type Data, listOf, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { textsOf } from '../../kubernetes/reference-field';
import type { Entry, Tree } from './tree';
import { application, kustomization } from './engine-kinds';

/*
 * What Argo CD and Flux do with objects that leave Git, or that the API server refuses to change. Sources: Argo CD's
 * user guide (sync options, automated sync) and gitops-engine 0.7; Flux's guide to Kustomizations.
 */

/** What becomes of an object that is no longer in the tree, by the hands of one engine. */
export interface PruneOutcome {
  readonly outcome: 'deleted' | 'asks' | 'stays';
  /** A sentence: `Argo CD deletes it`. */
  readonly description: string;
}

const fluxPrefix = 'kustomize.toolkit.fluxcd.io/';

/** The outcomes of an object that `before` has and `after` has not; one for each engine that looks after it. */
export function pruneOutcomesOf(entry: Entry, before: Tree, after: Tree): PruneOutcome[] {
  const gone = outcomeOfNamespace(entry, before, after);
  if (gone) return [gone];
  if (![before, after].some((tree) => hasEngine(tree))) return [withoutEngine(entry)];
  const outcomes = [...argoOutcomes(entry, before, after), ...fluxOutcomes(entry, before, after)];
  return outcomes.length > 0
    ? outcomes
    : [{ outcome: 'stays', description: `nothing deletes it: no engine looks after "${entry.component}"` }];
}

/** Whether something deletes an object that left the tree. */
export function isDeleted(outcomes: readonly PruneOutcome[]): boolean {
  return outcomes.some(({ outcome }) => outcome !== 'stays');
}

/** What is in a namespace goes with it, whatever guards it. */
function outcomeOfNamespace({ namespace }: Entry, before: Tree, after: Tree): PruneOutcome | undefined {
  const home = namespace === '' ? undefined : before.find('/Namespace', '', namespace);
  if (!home || after.find('/Namespace', '', namespace)) return undefined;
  if (!isDeleted(pruneOutcomesOf(home, before, after))) return undefined;
  return { outcome: 'deleted', description: `it goes with namespace "${namespace}"` };
}

function hasEngine(tree: Tree): boolean {
  return tree.ofKind(application).length > 0 || tree.ofKind(kustomization).length > 0;
}

function withoutEngine(entry: Entry): PruneOutcome {
  const guard = argoPrune(entry) === 'false' ? 'Prune=false' : isFluxGuarded(entry) ? 'prune: disabled' : undefined;
  return guard
    ? { outcome: 'stays', description: `it stays in the cluster and nobody manages it any more: ${guard}` }
    : { outcome: 'deleted', description: 'it is deleted, if whoever applies the tree prunes' };
}

function argoOutcomes(entry: Entry, before: Tree, after: Tree): PruneOutcome[] {
  const apps = before.ofKind(application).filter((app) => covers(app, entry, before));
  return apps.map((app) => argoOutcome(entry, after.find(app.kind, app.namespace, app.name) ?? app));
}

function argoOutcome(entry: Entry, app: Entry): PruneOutcome {
  const prune = argoPrune(entry) ?? optionOf(listOf(mapOf(specOf(app).syncPolicy).syncOptions), 'Prune');
  if (prune === 'false')
    return {
      outcome: 'stays',
      description: 'Argo CD leaves it in the cluster, where nobody manages it any more: Prune=false',
    };
  if (prune === 'confirm')
    return { outcome: 'asks', description: 'Argo CD deletes it once somebody confirms: Prune=confirm' };
  const { automated } = mapOf(specOf(app).syncPolicy);
  const isAutomatic = automated !== undefined && mapOf(automated).prune === true && mapOf(automated).enabled !== false;
  return isAutomatic
    ? { outcome: 'deleted', description: 'Argo CD deletes it' }
    : { outcome: 'asks', description: `Argo CD deletes it when somebody syncs "${app.name}" with pruning` };
}

function argoPrune(entry: Entry): string | undefined {
  return optionOf([...textOptions(entry)], 'Prune');
}

function textOptions(entry: Entry): string[] {
  return (annotationOf(entry, 'argocd.argoproj.io/sync-options') ?? '').split(',').map((option) => option.trim());
}

function optionOf(options: readonly unknown[], name: string): string | undefined {
  const found = options.map(String).find((option) => option.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

function fluxOutcomes(entry: Entry, before: Tree, after: Tree): PruneOutcome[] {
  const owners = before.ofKind(kustomization).filter((owner) => covers(owner, entry, before));
  return owners.map((owner) => fluxOutcome(entry, owner, after));
}

function fluxOutcome(entry: Entry, owner: Entry, after: Tree): PruneOutcome {
  const still = after.find(owner.kind, owner.namespace, owner.name);
  const { prune, deletionPolicy = 'MirrorPrune' } = specOf(still ?? owner);
  const title = `Kustomization "${owner.name}"`;
  if (isFluxGuarded(entry)) {
    return {
      outcome: 'stays',
      description: 'Flux leaves it in the cluster, where nobody manages it any more: prune is disabled on it',
    };
  }
  if (!still && specOf(owner).suspend === true) {
    return {
      outcome: 'stays',
      description: `Flux leaves it running without anybody who manages it: ${title} goes too, while it is suspended`,
    };
  }
  if (!still && deletionPolicy === 'Orphan') {
    return {
      outcome: 'stays',
      description: `Flux leaves it running without anybody who manages it: ${title} goes too, with deletionPolicy Orphan`,
    };
  }
  if (prune !== true && (still || deletionPolicy === 'MirrorPrune')) {
    return {
      outcome: 'stays',
      description: `Flux leaves it in the cluster, where nobody manages it any more: ${title} does not prune`,
    };
  }
  return { outcome: 'deleted', description: 'Flux deletes it' };
}

/** The object in the cluster counts: labels and annotations alike. */
export function isFluxGuarded(entry: Entry): boolean {
  const says = (name: string) => [annotationOf(entry, `${fluxPrefix}${name}`), labelOf(entry, `${fluxPrefix}${name}`)];
  const isIgnored = says('ssa').some((value) => value?.toLowerCase() === 'ignore');
  return isIgnored || [...says('prune'), ...says('reconcile')].some((value) => value?.toLowerCase() === 'disabled');
}

/** Whether an object itself asks to be made again where it cannot be changed, as Jobs do that run with every release. */
export function asksToBeMadeAgain(entry: Entry): boolean {
  const options = textOptions(entry);
  const isForced = annotationOf(entry, `${fluxPrefix}force`)?.toLowerCase() === 'enabled';
  return isForced || optionOf(options, 'Force') === 'true';
}

/** Engines that delete and create an object again where the API server refuses the change; as subjects of a sentence. */
export function recreatedBy(entry: Entry, tree: Tree): string[] {
  const argo = tree
    .ofKind(application)
    .filter((app) => covers(app, entry, tree))
    .some((app) => {
      const options = [...textOptions(entry), ...listOf(mapOf(specOf(app).syncPolicy).syncOptions).map(String)];
      // Argo CD never replaces these two: all that is in them would go.
      if (entry.kind === '/Namespace' || entry.kind.endsWith('/CustomResourceDefinition')) return false;
      const isClientSide = optionOf(options, 'ServerSideApply') !== 'true';
      return optionOf(options, 'Force') === 'true' && (optionOf(options, 'Replace') === 'true' || isClientSide);
    });
  const forced = [annotationOf(entry, `${fluxPrefix}force`), labelOf(entry, `${fluxPrefix}force`)];
  const flux = tree
    .ofKind(kustomization)
    .filter((owner) => covers(owner, entry, tree))
    .some((owner) => specOf(owner).force === true || forced.some((value) => value?.toLowerCase() === 'enabled'));
  if (!hasEngine(tree)) {
    const options = textOptions(entry);
    const asked = optionOf(options, 'Force') === 'true' && optionOf(options, 'Replace') === 'true';
    return asked || forced.includes('enabled') ? ['the engine'] : [];
  }
  return [...(argo ? ['Argo CD'] : []), ...(flux ? ['Flux'] : [])];
}

/** Whether an Application has the API server merge what it applies of an object: `ServerSideApply=true`, on either. */
export function appliesOnServer(entry: Entry, app: Entry): boolean {
  const options = [...textOptions(entry), ...listOf(mapOf(specOf(app).syncPolicy).syncOptions)];
  return optionOf(options, 'ServerSideApply') === 'true';
}

/** Whether a namespace that is not there yet is made by the Application that looks after an object. */
export function createsNamespace(entry: Entry, tree: Tree): boolean {
  const apps = tree.ofKind(application).filter((app) => covers(app, entry, tree));
  return apps.some((app) => {
    const { destination, syncPolicy } = specOf(app);
    const isMade = optionOf(listOf(mapOf(syncPolicy).syncOptions), 'CreateNamespace') === 'true';
    return isMade && mapOf(destination).namespace === entry.namespace;
  });
}

const hookMark = 'argocd.argoproj.io/hook';

/**
 * Whether Argo CD makes an object anew with every sync: a hook that is deleted before it is created, or once it succeeded
 * (gitops-engine, `hook.IsHook` and `hook.DeletePolicies`; hooks of Helm count where there are none of Argo CD).
 */
export function isRunAgain(entry: Entry, tree: Tree): boolean {
  const isApplied = (kind: string) => tree.ofKind(kind).some((one) => covers(one, entry, tree));
  if (!isHook(entry) || (isApplied(kustomization) && !isApplied(application))) return false;
  const policies = [`${hookMark}-delete-policy`, 'helm.sh/hook-delete-policy'].flatMap((name) =>
    (annotationOf(entry, name) ?? '').split(',').map((policy) => policy.trim().replaceAll('-', '').toLowerCase()),
  );
  const own = policies.filter((policy) => ['beforehookcreation', 'hooksucceeded', 'hookfailed'].includes(policy));
  return own.length === 0 || own.some((policy) => policy !== 'hookfailed');
}

function isHook(entry: Entry): boolean {
  const hook = annotationOf(entry, hookMark);
  if (hook !== undefined) return hook.trim() !== 'Skip';
  // Definitions are no hooks, although Helm had the same annotation for them.
  const helm = annotationOf(entry, 'helm.sh/hook');
  return helm !== undefined && helm !== 'crd-install';
}

/** Whether neither engine ever applies what is in the folder of an object, so that somebody has to. */
export function isAppliedByHand(entry: Entry, tree: Tree): boolean {
  const engines = [...tree.ofKind(application), ...tree.ofKind(kustomization)];
  return engines.length > 0 && entry.component !== '' && !engines.some((engine) => covers(engine, entry, tree));
}

/** Whether an Application or Kustomization has the folder of an object in its path. */
export function covers(engine: Entry, { component }: Entry, tree: Tree): boolean {
  return pathsOf(engine).some((path) => {
    const last = path.split('/').findLast((part) => part !== '' && part !== '.') ?? '';
    if (tree.components.has(last)) return last === component;
    // What a registry holds is one environment, from its own folder on.
    if (last === '' && isFromRegistry(engine)) return tree.index === undefined || tree.index.has(component);
    // Whose folder has another name here, as a copy of an environment has, is still delivered by its own engine.
    return (last === tree.name || tree.isCopy) && (tree.index === undefined || tree.index.has(component));
  });
}

function isFromRegistry(engine: Entry): boolean {
  return textOf(mapOf(specOf(engine).source).repoURL)?.startsWith('oci://') === true;
}

function pathsOf(engine: Entry): string[] {
  const { path, source, sources } = specOf(engine);
  const all = [path, mapOf(source).path, ...mapsOf(sources).map(({ item }) => item.path)];
  return textsOf(all);
}

function specOf({ manifest }: Entry): Data {
  return mapOf(manifest.object.spec);
}

function annotationOf({ manifest }: Entry, name: string): string | undefined {
  return textOf(mapOf(mapOf(manifest.object.metadata).annotations)[name]);
}

function labelOf({ manifest }: Entry, name: string): string | undefined {
  return textOf(mapOf(mapOf(manifest.object.metadata).labels)[name]);
}
