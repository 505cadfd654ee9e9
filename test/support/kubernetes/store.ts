import { type Data, mapOf } from '../../../kubernetes/access';
import { withDefaults } from './defaults';
import { leaves, merged, patched, type Place, pruned, text } from './fields';

/** A refusal as the API server words it: `metav1.Status`. */
export interface Status {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

/** What somebody has against an object: admission, validation, quota. */
export type Admission = (object: Data, old: Data | undefined) => Status | undefined;

interface Stored {
  readonly object: Data;
  /** Who applied which fields; by an update where the name begins with `~`. */
  readonly owners: ReadonlyMap<string, ReadonlySet<Place>>;
}

/**
 * The objects of an API server, with server-side apply as its documentation describes it (kubernetes.io, "Server-Side
 * Apply"): who applies owns what is applied, what an owner leaves out goes unless somebody else has it, and the value of
 * another owner is a conflict.
 */
export class Store {
  private readonly objects = new Map<string, Stored>();

  constructor(private readonly admit: Admission) {}

  /** An object by its path; with managed fields. */
  read(path: string): Data | undefined {
    const stored = this.objects.get(path);
    return stored && shown(stored, path);
  }

  below(folder: RegExp): Data[] {
    return [...this.objects].flatMap(([path, stored]) => (folder.test(path) ? [shown(stored, path)] : []));
  }

  /** Somebody changes an object in another way than by applying it. */
  update(path: string, manager: string, change: Data): void {
    const stored = this.objects.get(path) ?? { object: {}, owners: new Map<string, ReadonlySet<Place>>() };
    const object = withDefaults(mapOf(merged(stored.object, change)));
    const own = new Set([...(stored.owners.get(`~${manager}`) ?? []), ...leaves(change).keys()]);
    const others = [...stored.owners].map(
      ([name, places]) => [name, new Set([...places].filter((place) => !own.has(place)))] as const,
    );
    this.objects.set(path, { object, owners: new Map([...others, [`~${manager}`, own]]) });
  }

  /** The object as it would be after a patch of kubectl's, or its creation; only for dry runs. */
  tryPatch(path: string, patch: Data): Data | Status {
    const stored = this.objects.get(path);
    const object = withDefaults(mapOf(patched(stored?.object ?? {}, patch)));
    return this.admit(object, stored?.object) ?? shown({ object, owners: stored?.owners ?? new Map() }, path);
  }

  /** The object as it is after an apply, which is kept unless it is a dry run. */
  apply(path: string, manager: string, applied: Data, force: boolean, isDryRun: boolean): Data | Status {
    const stored = this.objects.get(path);
    const written = leaves(applied);
    const conflicts = stored && !force ? conflictsOf(stored, manager, written) : [];
    if (conflicts.length > 0) return conflict(conflicts);
    const others = new Map([...(stored?.owners ?? [])].filter(([name]) => name !== manager));
    const theirs = new Set([...others.values()].flatMap((places) => [...places]));
    const left = [...(stored?.owners.get(manager) ?? [])].filter((place) => !written.has(place) && !theirs.has(place));
    const object = withDefaults(mapOf(merged(pruned(stored?.object ?? {}, new Set(left)), applied)));
    const refused = this.admit(object, stored?.object);
    if (refused) return refused;
    const taken = [...others].map(
      ([name, places]) => [name, new Set(force ? [...places].filter((place) => !written.has(place)) : places)] as const,
    );
    const next: Stored = { object, owners: new Map([...taken, [manager, new Set(written.keys())]]) };
    if (!isDryRun) this.objects.set(path, next);
    return shown(next, path);
  }
}

function conflictsOf({ object, owners }: Stored, manager: string, written: ReadonlyMap<Place, unknown>): string[] {
  const live = leaves(object);
  return [...owners]
    .filter(([name]) => name !== manager)
    .flatMap(([name, places]) =>
      [...places]
        .filter((place) => written.has(place) && !isSame(live.get(place), written.get(place)))
        .map((place) => `conflict with "${name.replace('~', '')}" using ${String(object.apiVersion)}: ${text(place)}`),
    );
}

/** As structured-merge-diff words it. */
function conflict(conflicts: readonly string[]): Status {
  const [first] = conflicts;
  const message =
    conflicts.length === 1
      ? `Apply failed with 1 conflict: ${first}`
      : `Apply failed with ${conflicts.length} conflicts: ${conflicts.join('\n')}`;
  return { code: 409, reason: 'Conflict', message };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** An object with what the API server says of it. */
function shown({ object, owners }: Stored, path: string): Data {
  const managedFields = [...owners].map(([name]) => ({
    apiVersion: object.apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': {} },
    manager: name.replace('~', ''),
    operation: name.startsWith('~') ? 'Update' : 'Apply',
    time: '2026-01-01T00:00:00Z',
  }));
  const own = { creationTimestamp: '2026-01-01T00:00:00Z', generation: owners.size, managedFields };
  const metadata = { ...mapOf(object.metadata), ...own, resourceVersion: String(path.length), uid: `uid of ${path}` };
  return { ...object, metadata, status: { observedGeneration: owners.size } };
}
