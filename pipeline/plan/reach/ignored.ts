import { type Data, listOf, mapOf, mapsOf, textOf } from '../../../kubernetes/access';
import { covers } from '../engines';
import type { Entry, Tree } from '../tree';
import { application, kustomization } from '../engine-kinds';

/*
 * Fields that an engine leaves as they are in the cluster. Sources: Argo CD 3, `ignoreDifferences` with the sync option
 * `RespectIgnoreDifferences=true` (docs/user-guide/sync-options.md, util/argo/normalizers/diff_normalizer.go; only for
 * objects that are there); kustomize-controller 1.9, `spec.ignore` (docs/spec/v1/kustomizations.md).
 */

/** A step to a field: a key, an index, an item by what one of its fields says, or all items. */
export type IgnoredStep = string | { readonly all: true } | { readonly field: string; readonly is: string };

/** A field that an engine leaves, and who says so. */
export interface Ignored {
  readonly steps: readonly IgnoredStep[];
  /** `the ignoreDifferences of Application "web"`. */
  readonly by: string;
}

/** Fields of an object that whoever looks after it leaves as they are; with two engines, those of both. */
export function ignoredOf(entry: Entry, tree: Tree): readonly Ignored[] {
  const engines = [...tree.ofKind(application), ...tree.ofKind(kustomization)].filter((one) => leavesFields(one));
  if (engines.length === 0) return [];
  const own = [...tree.ofKind(application), ...tree.ofKind(kustomization)].filter((one) => covers(one, entry, tree));
  if (own.length === 0 || !own.every((one) => engines.includes(one))) return [];
  return own.flatMap((engine) => (engine.kind === application ? byArgo(engine, entry) : byFlux(engine, entry)));
}

function leavesFields(engine: Entry): boolean {
  const { ignore, ignoreDifferences, syncPolicy } = mapOf(engine.manifest.object.spec);
  if (engine.kind === kustomization) return listOf(ignore).length > 0;
  return (
    listOf(ignoreDifferences).length > 0 &&
    listOf(mapOf(syncPolicy).syncOptions).includes('RespectIgnoreDifferences=true')
  );
}

function byArgo(engine: Entry, entry: Entry): Ignored[] {
  const by = `the ignoreDifferences of Application "${engine.name}"`;
  const [group = '', kind = ''] = entry.kind.split('/');
  return mapsOf(mapOf(engine.manifest.object.spec).ignoreDifferences).flatMap(({ item }) => {
    const fits = glob(textOf(item.group) ?? '', group) && glob(textOf(item.kind) ?? '', kind);
    if (!fits || !isNamed(item.name, entry.name) || !isNamed(item.namespace, entry.namespace)) return [];
    const pointers = listOf(item.jsonPointers).map((text) => pointerSteps(String(text)));
    const queries = listOf(item.jqPathExpressions).map((text) => querySteps(String(text)));
    return [...pointers, ...queries].flatMap((steps) => (steps ? [{ steps, by }] : []));
  });
}

function isNamed(wanted: unknown, name: string): boolean {
  return wanted === undefined || wanted === '' || wanted === name;
}

function byFlux(engine: Entry, entry: Entry): Ignored[] {
  const by = `"spec.ignore" of Kustomization "${engine.name}"`;
  const [group = '', kind = ''] = entry.kind.split('/');
  return mapsOf(mapOf(engine.manifest.object.spec).ignore).flatMap(({ item }) => {
    const target = mapOf(item.target);
    // Selectors by label are left to the cluster: who may not fit is judged as if it did not.
    if (target.labelSelector !== undefined || target.annotationSelector !== undefined) return [];
    const fits = (
      [
        ['group', group],
        ['kind', kind],
        ['name', entry.name],
        ['namespace', entry.namespace],
      ] as const
    ).every(([field, text]) => target[field] === undefined || isMatch(String(target[field]), text));
    return fits ? listOf(item.paths).map((text) => ({ steps: pointerSteps(String(text)), by })) : [];
  });
}

function isMatch(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return false;
  }
}

function glob(pattern: string, text: string): boolean {
  const plain = pattern.replaceAll(/[.+^$()|\\{}]/g, '\\$&');
  return isMatch(plain.replaceAll('*', '.*').replaceAll('?', '.'), text);
}

/** RFC 6901. */
function pointerSteps(pointer: string): IgnoredStep[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const query =
  /\s*\|?\s*(?:\.?\[\s*(?:"((?:[^"\\]|\\.)*)"|(\d+)|)\s*\]|\."((?:[^"\\]|\\.)*)"|\.([A-Za-z_]\w*)|select\(\s*\.([A-Za-z_]\w*)\s*==\s*"([^"]*)"\s*\)|(\?))/y;

/** The steps of a jq path such as `.spec.containers[] | select(.name == "web") | .image`; undefined for anything else. */
export function querySteps(text: string): IgnoredStep[] | undefined {
  const steps: IgnoredStep[] = [];
  query.lastIndex = 0;
  let end = 0;
  for (let found = query.exec(text); found; found = query.exec(text)) {
    const [, quoted, index, named, key, field, is, optional] = found;
    end = query.lastIndex;
    if (optional !== undefined) continue;
    if (field !== undefined && is !== undefined) steps[steps.length - 1] = { field, is };
    else steps.push(quoted ?? index ?? named ?? key ?? { all: true });
  }
  return text.slice(end).trim() === '' && steps.length > 0 ? steps : undefined;
}

/** An object with the live value of a field instead of its own. */
export function withLive(value: unknown, live: unknown, steps: readonly IgnoredStep[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return live;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      isMeant(step, item, index) ? withLive(item, twinOf(item, index, live), rest) : item,
    );
  }
  if (typeof step !== 'string') return value;
  const [own, other] = [memberOf(value, step), memberOf(live, step)];
  if (own === undefined && other === undefined) return value;
  const entries = Object.entries(mapOf(value)).filter(([key]) => key !== step);
  const member = withLive(own, other, rest);
  return Object.fromEntries(member === undefined ? entries : [...entries, [step, member]]);
}

function memberOf(value: unknown, step: string): unknown {
  const map: Data = mapOf(value);
  return Object.hasOwn(map, step) ? map[step] : undefined;
}

function isMeant(step: IgnoredStep, item: unknown, index: number): boolean {
  if (typeof step === 'string') return step === String(index);
  return 'all' in step || memberOf(item, step.field) === step.is;
}

/** The same item in the cluster: by its name, else by its place. */
function twinOf(item: unknown, index: number, live: unknown): unknown {
  const items = listOf(live);
  const { name } = mapOf(item);
  return name === undefined ? items[index] : items.find((one) => mapOf(one).name === name);
}
