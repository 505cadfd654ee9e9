import { type Data, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { jsonText } from '../json-text';
import { isDeleted } from '../engines';
import type { Entry } from '../tree';
import { fieldsAt, fieldsWithin, pruneOutcomesIn, type RiskRule, specOf, specsOf, type Verdict } from './rule';
import { application, applicationSet, helmRelease, kustomization } from '../engine-kinds';

/** What comes with the end of a suspension, when the change is in both trees and no plan knows of it any more. */
export const askedOnce = 'later, without being asked again: ';

const withData = 'whatever holds data there included';

/** What delivers goes. */
export const engineRemoved: RiskRule = {
  id: 'delivery/engine-removed',
  description:
    'an Application, ApplicationSet, Kustomization or HelmRelease that goes: what it delivered goes with it, or stays with nobody who looks after it',
  example: 'a Kustomization with `deletionPolicy: Orphan` that is no longer in the tree',
  kinds: [application, applicationSet, kustomization, helmRelease],
  *judge({ type, before }, context): Generator<Verdict> {
    if (!before || (type !== 'remove' && type !== 'rename')) return;
    if (!isDeleted(pruneOutcomesIn(before, context))) return;
    const what = type === 'rename' ? 'what it delivered under its old name' : 'what it delivered';
    yield takesAlong(before)
      ? { risk: 'irreversible', reason: `${what} is deleted with it, ${withData}` }
      : { risk: 'safe', reason: `${what} stays, and nobody looks after it any more` };
  },
};

/** What is deleted with what delivers it, once that goes. */
export const contentsKept: RiskRule = {
  id: 'delivery/deletion',
  description: 'an Application or Kustomization with which, should it go, what it delivered goes from now on, or stays',
  example: 'the finalizer `resources-finalizer.argocd.argoproj.io`',
  kinds: [application, kustomization],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const fields = ['metadata.finalizers', 'spec.deletionPolicy'];
    if (fields.every((field) => fieldsAt(difference, field).length === 0)) return;
    const [was, is] = [takesAlong(difference.before), takesAlong(difference.after)];
    if (is && !was)
      yield { risk: 'disruptive', reason: 'from now on what it delivered is deleted with it, should it go' };
    if (was && !is) yield { risk: 'safe', reason: 'from now on what it delivered stays, should it go' };
  },
};

/** Whether what somebody delivered goes with them: Argo CD's finalizer, Flux's deletion policy; and Helm uninstalls. */
function takesAlong({ kind, manifest }: Entry): boolean {
  const spec = mapOf(manifest.object.spec);
  const isFinal = hasFinalizer(mapOf(manifest.object.metadata));
  if (kind === application) return isFinal;
  // Without a finalizer of its own a set that goes cannot keep its Applications, whatever its policy says.
  if (kind === applicationSet) return isFinal ? !keepsContents(spec) && !keepsApplications(spec) : !keepsContents(spec);
  if (kind === helmRelease) return spec.suspend !== true;
  const { prune, deletionPolicy = 'MirrorPrune', suspend } = spec;
  if (suspend === true) return false;
  return deletionPolicy === 'MirrorPrune' ? prune === true : deletionPolicy !== 'Orphan';
}

function hasFinalizer(metadata: Data): boolean {
  return listOf(metadata.finalizers).some((name) => String(name).startsWith('resources-finalizer.argocd.argoproj.io'));
}

/**
 * Whether an Application of a set goes without what it delivered: its finalizer is the template's, or Argo CD's own unless
 * `preserveResourcesOnDeletion` (argo-cd 3, `applicationset/utils`, RenderTemplateParams).
 */
function keepsContents(spec: Data): boolean {
  const metadata = mapOf(mapOf(spec.template).metadata);
  if (listOf(metadata.finalizers).length > 0) return !hasFinalizer(metadata);
  return mapOf(spec.syncPolicy).preserveResourcesOnDeletion === true;
}

/** Whether a set that is there never deletes an Application. */
function keepsApplications(spec: Data): boolean {
  return ['create-only', 'create-update'].includes(String(mapOf(spec.syncPolicy).applicationsSync));
}

/** Applications that a set makes no more. */
export const setNarrowed: RiskRule = {
  id: 'delivery/application-set',
  description: 'an ApplicationSet that makes other Applications than before: those that it makes no more are deleted',
  example: 'a list generator that lost an element',
  kinds: [applicationSet],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const { old, current } = specsOf(difference);
    const gone = goneElements(old, current);
    const added = goneElements(current, old);
    for (const element of added) yield { risk: 'safe', reason: `makes an Application for ${element} as well` };
    const isKept = keepsContents(current) || keepsApplications(current);
    for (const element of gone) {
      const reason = isKept
        ? `what it delivered for ${element} stays, and nobody looks after it any more`
        : `the Application for ${element} is deleted with all that it delivered, ${withData}`;
      yield { risk: isKept ? 'safe' : 'irreversible', reason };
    }
    if (fieldsAt(difference, 'spec.template.metadata.name').length > 0)
      yield isKept
        ? { risk: 'safe', reason: 'its Applications have other names; the old ones stay' }
        : {
            risk: 'irreversible',
            reason: `its Applications have other names: the old ones go with all that they delivered, ${withData}`,
          };
    const others = ['spec.generators', 'spec.template.spec'].filter((path) => fieldsAt(difference, path).length > 0);
    if (others.includes('spec.template.spec'))
      yield {
        risk: 'disruptive',
        reason: 'all of its Applications are otherwise: what differs is applied, or deleted, at once',
      };
    else if (others.length > 0 && gone.length + added.length === 0)
      yield { risk: 'disruptive', reason: 'it may make other Applications; those that it makes no more are deleted' };
    const [did, does] = [old, current].map(mayDo);
    if (did !== does) yield { risk: 'safe', reason: `from now on it may ${does} Applications; until now ${did}` };
    if ((keepsContents(old) || keepsApplications(old)) && !isKept)
      yield { risk: 'disruptive', reason: 'from now on what it delivered goes with its Applications' };
  },
};

/** Source: argo-cd 3, `ApplicationsSyncPolicy`. */
function mayDo(spec: Data): string {
  const policy = textOf(mapOf(spec.syncPolicy).applicationsSync) ?? 'sync';
  const words: Readonly<Record<string, string>> = {
    'create-only': 'only create',
    'create-update': 'create and update',
    'create-delete': 'create and delete',
  };
  return words[policy] ?? 'create, update and delete';
}

/** Elements of list generators that are no more there, in words. */
function goneElements(old: Data, current: Data): string[] {
  const kept = new Set(elementsOf(current).map((element) => jsonText(element)));
  const names = new Set(elementsOf(current).map(elementName));
  return elementsOf(old)
    .filter((element) => !kept.has(jsonText(element)) && !names.has(elementName(element)))
    .map((element) => `"${elementName(element)}"`);
}

function elementsOf(spec: Data): Data[] {
  return mapsOf(spec.generators).flatMap(({ item }) => {
    const nested = ['matrix', 'merge'].flatMap((kind) => elementsOf(mapOf(item[kind])));
    return [...mapsOf(mapOf(item.list).elements).map((element) => element.item), ...nested];
  });
}

/** What people call an element: its name, or its first value. */
function elementName(element: Data): string {
  return textOf(element.name) ?? textOf(element.cluster) ?? String(Object.values(element)[0] ?? '');
}

/** What makes another release of it: helm-controller 1.4, `action.ReleaseTargetChanged`. */
const targets = ['spec.releaseName', 'spec.targetNamespace', 'spec.storageNamespace', 'spec.chart.spec.chart'];

/** What Helm does is not in the tree. */
export const releaseChanged: RiskRule = {
  id: 'delivery/helm-release',
  description: 'a Helm release with another chart, version or values: what that does to pods is not in the tree',
  example: '`version: 20.1.0` where it was `19.6.0`',
  kinds: [helmRelease],
  *judge(difference): Generator<Verdict> {
    if (difference.type !== 'change') return;
    const changed = ['spec.chart', 'spec.chartRef', 'spec.values', 'spec.valuesFrom'].filter(
      (path) => fieldsAt(difference, path).length > 0,
    );
    const isApplied = specOf(difference.after).suspend !== true;
    const isHeld = !isApplied && specOf(difference.before).suspend === true;
    if (isHeld) {
      const reason = 'it is suspended: Flux changes nothing of the release until that ends';
      yield { risk: 'safe', reason, holds: true };
    }
    // At or below: who moves a release from `chart` to `chartRef` may well mean the same chart.
    const moved = targets.filter((path) => fieldsWithin(difference, path).length > 0);
    if (moved.length > 0) {
      const what = moved.map((path) => `"${path}"`).join(' and ');
      const reason = `Flux uninstalls the old release first, because ${what} is another: what it made goes, ${withData}`;
      // With a release that stops only now this is in no later plan either.
      yield { risk: 'irreversible', reason: isApplied || isHeld ? reason : `${askedOnce}${reason}` };
    } else if (changed.length > 0 && isApplied)
      yield { risk: 'restart', reason: 'Helm upgrades the release: what restarts, and what goes, is not in the tree' };
    for (const { to } of fieldsAt(difference, 'spec.suspend'))
      yield to === true
        ? { risk: 'safe', reason: 'Flux stops applying changes of the release: suspended' }
        : { risk: 'restart', reason: 'Flux applies the release again, with all that changed while it was suspended' };
  },
};
