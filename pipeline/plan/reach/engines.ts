import { mapOf, textOf } from '../../../kubernetes/access';
import { covers } from '../engines';
import type { Entry, Tree } from '../tree';
import { application, kustomization } from '../engine-kinds';

/*
 * Engines and objects that are told to wait. Sources: kustomize-controller 1.9 (`ApplyOptions` and `DeleteOptions` in
 * kustomization_controller.go; values in any case, as labels or annotations, in Git or on the object that is there),
 * fluxcd/pkg/ssa (`shouldSkipApply`); Argo CD 3 (`AnnotationKeyAppSkipReconcile`; gitops-engine `hook.Skip`).
 */

const fluxPrefix = 'kustomize.toolkit.fluxcd.io/';

/** An engine's object that applies nothing, and why. */
export interface Idle {
  readonly engine: Entry;
  /** `Kustomization "app" is suspended`. */
  readonly reason: string;
}

/** Engines of both trees that apply nothing, whatever changes, before and after; those that stop only now are none. */
export function idleEngines(before: Tree, after: Tree): Idle[] {
  const engines = [...after.ofKind(application), ...after.ofKind(kustomization)];
  return engines.flatMap((engine) => {
    const was = before.find(engine.kind, engine.namespace, engine.name);
    const reason = idleBy(engine, after);
    return reason !== undefined && (!was || idleBy(was, before) !== undefined) ? [{ engine, reason }] : [];
  });
}

function idleBy(engine: Entry, tree: Tree): string | undefined {
  if (engine.kind === application)
    return /^(?:1|t|true)$/i.test(mark(engine, 'argocd.argoproj.io/skip-reconcile') ?? '')
      ? `Application "${engine.name}" is not reconciled: skip-reconcile`
      : undefined;
  const { suspend, sourceRef } = mapOf(engine.manifest.object.spec);
  if (suspend === true) return `Kustomization "${engine.name}" is suspended`;
  const { kind, name, namespace = engine.namespace } = mapOf(sourceRef);
  const source = tree.find(`source.toolkit.fluxcd.io/${String(kind)}`, String(namespace), String(name));
  return mapOf(source?.manifest.object.spec).suspend === true
    ? `${String(kind)} "${String(name)}", where Kustomization "${engine.name}" reads, is suspended`
    : undefined;
}

/** Why nobody who looks after an object applies anything to it; undefined when somebody does. */
export function idleFor(entry: Entry, tree: Tree, idle: readonly Idle[]): string | undefined {
  if (idle.length === 0) return undefined;
  const own = idle.filter(({ engine }) => covers(engine, entry, tree));
  const all = [...tree.ofKind(application), ...tree.ofKind(kustomization)].filter((one) => covers(one, entry, tree));
  return own.length > 0 && own.length === all.length ? own.map(({ reason }) => reason).join('; ') : undefined;
}

/** An object by itself, as it was and as it will be: who leaves it as it is, and why. */
export function leftAsItIs(before: Entry | undefined, after: Entry | undefined, tree: Tree): string | undefined {
  const both = [before, after].flatMap((one) => one ?? []);
  const isApplied = (kind: string) => both.some((entry) => tree.ofKind(kind).some((one) => covers(one, entry, tree)));
  if (after && isSkipped(after) && !isApplied(kustomization)) return 'Argo CD does not apply it: hook Skip';
  return isApplied(application) ? undefined : leftByFlux(before, after);
}

function leftByFlux(before: Entry | undefined, after: Entry | undefined): string | undefined {
  for (const [name, value] of [
    ['reconcile', 'disabled'],
    ['ssa', 'ignore'],
  ] as const) {
    const text = `${name}: ${value}`;
    if (after && says(after, name, value)) return `Flux leaves it as it is: ${text}`;
    if (before && says(before, name, value))
      return `Flux leaves it as it is while the object that is there says ${text}; take that off by hand`;
  }
  return before && after && says(after, 'ssa', 'ifnotpresent')
    ? 'Flux does not apply it to an object that is there: ssa: IfNotPresent'
    : undefined;
}

function says(entry: Entry, name: string, value: string): boolean {
  const field = `${fluxPrefix}${name}`;
  return [mark(entry, field), label(entry, field)].some((text) => text?.toLowerCase() === value);
}

/** Source: gitops-engine, `hook.Skip`: only where nothing else is asked for. */
function isSkipped(entry: Entry): boolean {
  return mark(entry, 'argocd.argoproj.io/hook')?.trim() === 'Skip';
}

function mark({ manifest }: Entry, name: string): string | undefined {
  return textOf(mapOf(mapOf(manifest.object.metadata).annotations)[name]);
}

function label({ manifest }: Entry, name: string): string | undefined {
  return textOf(mapOf(mapOf(manifest.object.metadata).labels)[name]);
}
