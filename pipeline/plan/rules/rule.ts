import { type Data, mapOf } from '../../../kubernetes/access';
import type { Refusal, Rule } from '../../problem';
import { type PruneOutcome, pruneOutcomesOf } from '../engines';
import type { Field } from '../diff';
import type { ChangedInputs } from '../inputs';
import type { Difference } from '../match';
import { isWithin, touches } from '../paths';
import type { Reach } from '../reach';
import type { Rollout } from '../rollouts';
import type { Manifest } from '../../objects/manifest';
import type { Entry, Tree } from '../tree';
import type { Risk } from '../types';

/** What a change does, by the judgement of one rule. */
export interface Verdict {
  readonly risk: Risk;
  /** Lower case, no full stop, names in quotes. */
  readonly reason: string;
  /** Whether somebody may do or reach more than before. @default false */
  readonly widens?: boolean;
  /** Whether the engine deletes the object and creates it again. @default false */
  readonly replaces?: boolean;
  /** Whether nothing of the change reaches the cluster, so that it does nothing else. @default false */
  readonly holds?: boolean;
}

/** What is wrong with an object, beside the definitions of custom resources that it stands with. */
export type Refusals = (manifest: Manifest, definitions: readonly Manifest[]) => readonly Refusal[];

/** Both trees, and what was found out about them so far. */
export interface PlanContext {
  readonly before: Tree;
  /** As the cluster will have it, without what no engine applies. */
  readonly after: Tree;
  readonly held: Reach['held'];
  readonly ignored: Reach['ignored'];
  /** What the API server refuses of an object; nothing when it takes it. */
  readonly refusals: (manifest: Manifest) => readonly Refusal[];
  /** What pods may read and has another content. */
  readonly inputs: ChangedInputs;
  /** By the workload as it will be. */
  readonly rollouts: ReadonlyMap<Entry, Rollout>;
}

/** A rule about one difference. Pure; takes any data for an object without throwing. */
export interface RiskRule extends Rule {
  /** `<group>/<Kind>`s that it is about. @default - all */
  readonly kinds?: readonly string[];
  readonly judge: (difference: Difference, context: PlanContext) => Iterable<Verdict>;
}

/** The object as it will be, or as it was when it goes. */
export function entryOf({ before, after }: Difference): Entry {
  return after ?? (before as Entry);
}

/** Specifications before and after; empty where there is none. */
export function specsOf({ before, after }: Difference): { old: Data; current: Data } {
  return { old: specOf(before), current: specOf(after) };
}

export function specOf(entry: Entry | undefined): Data {
  return mapOf(entry?.manifest.object.spec);
}

export function metadataOf(entry: Entry | undefined, field: 'labels' | 'annotations'): Data {
  return mapOf(mapOf(entry?.manifest.object.metadata)[field]);
}

/** Fields at, above or below a pattern. */
export function fieldsAt({ fields }: Difference, pattern: string): Field[] {
  return fields.filter(({ path }) => touches(path, pattern));
}

/** Fields at or below a pattern. */
export function fieldsWithin({ fields }: Difference, pattern: string): Field[] {
  return fields.filter(({ path }) => isWithin(path, pattern));
}

/** `Deployment "web"`. */
export function titleOf({ kind, name }: Pick<Entry, 'kind' | 'name'>): string {
  return `${kind.slice(kind.indexOf('/') + 1)} "${name}"`;
}

/** `1 pod`, `3 pods`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What becomes of an object that leaves the tree. */
export function pruneOutcomesIn(entry: Entry, { before, after }: PlanContext): PruneOutcome[] {
  return pruneOutcomesOf(entry, before, after);
}
